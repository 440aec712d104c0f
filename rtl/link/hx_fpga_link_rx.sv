// FPGA end of the lanes, receiving: checks the words that arrive and takes them apart.
// SPDX-License-Identifier: Apache-2.0
//
// Everything leaves in the cycle after the word was on the pins, index 0 first. Words on lanes that are not ready, with a
// wrong check, of an unknown kind, or of the bus but out of turn are not used. deaf_i: nothing
// that arrives is used.
module hx_fpga_link_rx
  import hx_link_pkg::*;
  import hx_omnibus_pkg::response_t;
(
    input logic clk_i,
    input logic rst_ni,

    input logic                   deaf_i,
    input logic [7:0]             lane_ready_i,
    input logic       [1:0]       lane_valid_i,
    input logic       [1:0][ 2:0] lane_i,
    input lane_word_t [1:0]       lane_word_i,

    output logic    [1:0] number_valid_o,  // a bus word and its number
    output number_t [1:0] number_o,
    input  logic    [1:0] accept_i,        // it is the next one
    input  logic    [1:0] discard_i,       // nobody waits for its answer any more

    output logic    acknowledge_valid_o,
    output number_t acknowledge_o,
    output logic    go_back_o,

    output logic [1:0]      valid_o,
    output logic [1:0][2:0] lane_o,
    output logic [1:0] wrong_o,   // wrong check
    output logic [1:0] unused_o,  // right check and not used

    input  logic        restart_i,  // the chip numbers its events from 0
    output logic [31:0] lost_o,     // events on the way from the chip

    output logic      [1:0] answer_valid_o,
    output response_t [1:0] answer_o,
    output logic      [3:0] event_valid_o,
    output event_t    [3:0] event_o,
    output logic            systime_valid_o,
    output logic     [42:0] systime_o
);

  // verilator lint_off UNUSEDSIGNAL
  // Views of the words; a word uses one of them.
  events_from_chip_t [1:0] events;
  answer_word_t      [1:0] bus;
  systime_word_t     [1:0] times;
  // verilator lint_on UNUSEDSIGNAL
  logic       [1:0]      valid_q, usable_q;
  lane_word_t [1:0]      word_q;
  assign events = word_q;
  assign bus    = word_q;
  assign times  = word_q;

  always_ff @(posedge clk_i) begin
    valid_q <= rst_ni ? lane_valid_i : '0;
    if (|lane_valid_i) begin
      word_q <= lane_word_i;
      for (int unsigned i = 0; i < 2; i++) begin
        usable_q[i] <= lane_ready_i[lane_i[i]] && !deaf_i;
        lane_o[i]   <= lane_i[i];
      end
    end
  end

  assign valid_o = valid_q;

  logic [1:0]       good, is_events, is_total;
  logic [1:0][31:0] sent;
  logic [1:0][ 1:0] count;
  logic             arrived;
  assign arrived = |valid_q;

  always_comb begin
    good                = '0;
    is_events           = '0;
    is_total            = '0;
    sent                = '0;
    count               = '0;
    number_valid_o      = '0;
    number_o            = '0;
    acknowledge_valid_o = 1'b0;
    acknowledge_o       = '0;
    go_back_o           = 1'b0;
    wrong_o             = '0;
    if (arrived) begin
      for (int unsigned i = 0; i < 2; i++) begin
        if (valid_q[i] && usable_q[i]) begin
          good[i]    = is_good(word_q[i]);
          wrong_o[i] = !good[i];
        end
        number_o[i]       = bus[i].number;
        number_valid_o[i] = good[i] && (bus[i].kind == KindBusData || bus[i].kind == KindBusDone);
        is_events[i]      = good[i] && events[i].is_events;
        is_total[i]       = good[i] && (bus[i].kind == KindBusDone || bus[i].kind == KindControl);
        count[i]          = is_events[i] ? events[i].count : 2'd0;
        sent[i]           = is_total[i] ? bus[i].payload :
            is_events[i] ? 32'(events[i].sent) : 32'(bus[i].sent);
        // The later of two holds all that the first one said.
        if (number_valid_o[i] || is_total[i]) begin
          acknowledge_valid_o = 1'b1;
          acknowledge_o       = bus[i].acknowledge;
          go_back_o           = go_back_o || bus[i].go_back;
        end
      end
    end
  end

  // Every word carries the number of its sending, also one that is sent again.
  hx_event_count #(
      .Words(2)
  ) i_events (
      .clk_i,
      .rst_ni,
      .restart_i,
      .short_valid_i(is_events | number_valid_o & ~is_total),
      .total_valid_i(is_total),
      .sent_i       (sent),
      .count_i      (count),
      .lost_o
  );

  always_comb begin
    unused_o        = '0;
    answer_valid_o  = '0;
    answer_o        = '0;
    event_valid_o   = '0;
    event_o         = '0;
    systime_valid_o = 1'b0;
    systime_o       = '0;
    if (arrived) begin
      for (int unsigned i = 0; i < 2; i++) begin
        event_valid_o[2*i]   = count[i] != '0;
        event_valid_o[2*i+1] = count[i] >= 2'd2;
        event_o[2*i]         = events[i].events[1];
        event_o[2*i+1]       = events[i].events[0];
        answer_valid_o[i]    = accept_i[i] && !discard_i[i];
        answer_o[i].write    = bus[i].kind == KindBusDone;
        answer_o[i].data     = bus[i].kind == KindBusDone ? '0 : bus[i].payload;
        if (good[i] && bus[i].kind == KindSystime) begin
          systime_valid_o = 1'b1;
          systime_o       = times[i].systime;
        end
        unused_o[i] = valid_q[i] && !wrong_o[i] && !accept_i[i] &&
            !(good[i] && (events[i].is_events || bus[i].kind == KindSystime ||
                          bus[i].kind == KindControl));
      end
    end
  end

endmodule
