// FPGA end of the lanes, receiving: checks the words that arrive and takes them apart.
// SPDX-License-Identifier: Apache-2.0
//
// Everything leaves in the cycle after the word was on the pins, index 0 first. Words on lanes
// that are not ready, with a wrong check, of an unknown kind, or of the bus but out of turn are
// not used. deaf_i: nothing that arrives is used.
//
// If an answer is given up (given_up_i: the oldest one), it is ignored when it comes after all;
// if its access was not even sent, throw_away_o says so.
module hx_fpga_link_rx
  import hx_link_pkg::*;
  import hx_omnibus_pkg::response_t;
(
    input logic clk_i,
    input logic rst_ni,
    input logic restart_i,  // the chip was reset

    input logic                   deaf_i,
    input logic [7:0]             lane_ready_i,
    input logic       [1:0]       lane_valid_i,
    input logic       [1:0][ 2:0] lane_i,
    input lane_word_t [1:0]       lane_word_i,

    output number_t    expected_o,           // of the next bus word
    output logic       in_turn_o,            // one came
    output logic       ahead_o,              // another one came
    output logic       behind_o,
    output logic       acknowledge_valid_o,
    output number_t    acknowledge_o,
    output logic       go_back_o,

    input  logic sent_access_i,  // the last word of an access was sent for the first time
    input  logic given_up_i,
    output logic throw_away_o,

    output logic [1:0]      valid_o,   // for the counters
    output logic [1:0][2:0] lane_o,
    output logic [1:0]      wrong_o,   // wrong check
    output logic [1:0]      unused_o,  // right check and not used
    output logic [1:0]      bus_o,     // of the bus
    output logic [1:0]      read_o,    // and in turn
    output logic [31:0]     lost_o,    // events on the way from the chip

    input  logic               memory_full_i,   // no place for two words
    output logic         [1:0] memory_valid_o,  // of the processors in the chip
    output memory_word_t [1:0] memory_o,

    output logic      [1:0] answer_valid_o,
    output response_t [1:0] answer_o,
    output logic      [3:0] event_valid_o,
    output event_t    [3:0] event_o,
    output logic            systime_valid_o,
    output logic     [42:0] systime_o
);

  number_t     expected_q;
  logic [ 7:0] owed_q;   // answers of accesses that were sent
  logic [ 7:0] stale_q;  // the next ones that nobody waits for
  logic [31:0] sent_q;   // events, as far as is known
  logic [31:0] lost_q;

  assign expected_o   = expected_q;
  assign lost_o       = lost_q;
  assign throw_away_o = given_up_i && owed_q == stale_q;

  always_ff @(posedge clk_i) begin
    in_turn_o           <= 1'b0;
    ahead_o             <= 1'b0;
    behind_o            <= 1'b0;
    acknowledge_valid_o <= 1'b0;
    valid_o             <= '0;
    answer_valid_o      <= '0;
    memory_valid_o      <= '0;
    event_valid_o       <= '0;
    systime_valid_o     <= 1'b0;
    if (!rst_ni) begin
      lost_q <= '0;
    end
    if (!rst_ni || restart_i) begin
      expected_q <= '0;
      owed_q     <= '0;
      stale_q    <= '0;
      sent_q     <= '0;
    end else if (|lane_valid_i || sent_access_i || given_up_i) begin
      number_t     expected;
      logic [ 7:0] owed, stale;
      logic [31:0] sent, so_far, lost;
      logic        good, is_bus, is_memory, is_total;
      // verilator lint_off UNUSEDSIGNAL
      // Views of a word, which uses one of them.
      events_from_chip_t events;
      answer_word_t      bus;
      systime_word_t     times;
      // verilator lint_on UNUSEDSIGNAL
      expected = expected_q;
      sent     = sent_q;
      so_far   = '0;
      lost     = lost_q;
      owed     = owed_q;
      stale    = stale_q + 8'(given_up_i && !throw_away_o);
      valid_o  <= lane_valid_i;
      lane_o   <= lane_i;
      wrong_o  <= '0;
      unused_o <= '0;
      bus_o    <= '0;
      read_o   <= '0;
      go_back_o <= 1'b0;
      for (int unsigned i = 0; i < 2; i++) begin
        events   = lane_word_i[i];
        bus      = lane_word_i[i];
        times    = lane_word_i[i];
        good     = lane_valid_i[i] && lane_ready_i[lane_i[i]] && !deaf_i;
        if (lane_valid_i[i] && !good) unused_o[i] <= 1'b1;
        if (good && !is_good(lane_word_i[i])) begin
          good       = 1'b0;
          wrong_o[i] <= 1'b1;
        end
        is_memory = bus.kind == KindMemoryRead || bus.kind == KindBusAddress ||
            bus.kind == KindMemoryData;
        is_bus   = bus.kind == KindBusData || bus.kind == KindBusDone || is_memory;
        is_total = bus.kind == KindBusDone || bus.kind == KindControl;
        if (good && events.is_events) begin
          so_far               = count_sent(sent, events.sent);
          lost                 = lost + so_far - sent;
          sent                 = so_far + 1 + 32'(events.has_second);
          event_valid_o[2*i]   <= 1'b1;
          event_valid_o[2*i+1] <= events.has_second;
          event_o[2*i]         <= {events.is_sample, events.events[1]};
          event_o[2*i+1]       <= {events.is_sample, events.events[0]};
        end else if (good && (is_bus || is_total)) begin
          // The later of two words holds all that the first one said.
          acknowledge_valid_o <= 1'b1;
          acknowledge_o       <= bus.acknowledge;
          if (bus.go_back) go_back_o <= 1'b1;
          so_far = is_total ? bus.payload : count_sent(sent, bus.sent);
          lost   = lost + so_far - sent;
          sent   = so_far;
          bus_o[i] <= is_bus;
          if (is_bus && bus.number == expected && is_memory && !memory_full_i) begin
            expected          = expected + 1'b1;
            in_turn_o         <= 1'b1;
            read_o[i]         <= 1'b1;
            memory_valid_o[i] <= 1'b1;
            memory_o[i]       <= '{kind: bus.kind, payload: bus.payload};
          end else if (is_bus && bus.number == expected && !is_memory) begin
            expected          = expected + 1'b1;
            in_turn_o         <= 1'b1;
            read_o[i]         <= 1'b1;
            answer_valid_o[i] <= stale == '0;
            answer_o[i].write <= bus.kind == KindBusDone;
            answer_o[i].data  <= bus.kind == KindBusDone ? '0 : bus.payload;
            owed              = owed - 1'b1;
            if (stale != '0) stale = stale - 1'b1;
          end else if (is_bus) begin
            unused_o[i] <= 1'b1;
            if (is_ahead(bus.number, expected) || bus.number == expected) ahead_o <= 1'b1;
            else behind_o <= 1'b1;
          end
        end else if (good && bus.kind == KindSystime) begin
          systime_valid_o <= 1'b1;
          systime_o       <= times.systime;
        end else if (good) begin
          unused_o[i] <= 1'b1;
        end
      end
      expected_q <= expected;
      sent_q     <= sent;
      lost_q     <= lost;
      owed_q     <= owed + 8'(sent_access_i);
      stale_q    <= stale;
    end
  end

endmodule
