// Chip side of the link, sending: bus answers, events and the system time as lane words.
// SPDX-License-Identifier: Apache-2.0
//
// At most one word starts in a cycle; the lanes that are up are used in turn, each is busy for
// the length of a word. If no lane is up, bus answers wait and events are lost. Bus answers and events alternate when both wait; of the four L2 outputs up to two
// events share a word. The turns of both are forgotten when nothing waits.
// The time word goes first and is on the pins in the first (even) chip cycle of a pair: its
// systime is the 43-bit time of that pair. The receiver has it LinkLatency FPGA cycles later,
// when the chip's time is systime + LinkLatency.
// Lane word layouts: hx_link_pkg.
module hx_chip_link_tx
  import hx_link_pkg::*;
  import hx_omnibus_pkg::response_t;
(
    input logic clk_i,
    input logic rst_ni,

    input logic [7:0]  up_i,
    input logic [47:0] now_i,
    input logic [43:0] systime_i,

    input  logic           send_systime_i,  // one cycle
    input  logic           response_valid_i,
    input  response_t      response_i,
    output logic           response_ready_o,
    input  logic   [3:0]   event_valid_i,
    input  event_t [3:0]   event_i,
    output logic   [3:0]   event_ready_o,

    output logic       lane_valid_o,
    output logic [2:0] lane_o,
    output lane_word_t lane_word_o
);

  localparam int unsigned BusyCycles = 2 * LaneCycles;  // chip cycles of a word

  logic [47:0] free_at_q[Lanes];  // cycle in which a lane can start a word
  logic [2:0]  lane_q;            // next lane, if it is up
  logic [2:0]  lane;
  logic        systime_pending_q;
  logic        bus_last_q;        // the last word was a bus answer, something waited then
  logic [3:0]  served_q;          // L2 outputs that had their turn

  logic          active, lane_free, send_systime, send_bus, send_events;
  logic [3:0]    candidates, first, second;
  logic [3:0]    served;          // after a word with events
  event_t [1:0]  events;
  lane_word_t    word;

  assign active    = systime_pending_q || response_valid_i || event_valid_i != '0;

  always_comb begin
    lane      = lane_q;
    lane_free = 1'b0;
    if (active) begin
      for (int unsigned i = 0; i < Lanes; i++) begin
        if (!up_i[lane]) lane = lane + 1'b1;
      end
      lane_free = up_i != '0 && free_at_q[lane] <= now_i;
    end
  end

  always_comb begin
    send_systime = 1'b0;
    send_bus     = 1'b0;
    send_events  = 1'b0;
    if (active && lane_free) begin
      // The other kinds wait for a pending time word, so that it finds the lane free.
      send_systime = systime_pending_q && systime_i[0];
      if (!systime_pending_q) begin
        send_bus    = response_valid_i && (event_valid_i == '0 || !bus_last_q);
        send_events = !send_bus && event_valid_i != '0;
      end
    end
  end

  always_comb begin
    served     = served_q;
    candidates = '0;
    first      = '0;
    second     = '0;
    events     = '0;
    if (event_valid_i != '0) begin
      // A round ends when all that wait had their turn; a word may hold the last of one round
      // and the first of the next.
      if ((event_valid_i & ~served) == '0) served = '0;
      candidates = event_valid_i & ~served;
      first      = candidates & (~candidates + 4'd1);
      candidates = candidates & ~first;
      served     = served | first;
      if (candidates == '0) begin
        candidates = event_valid_i & ~first;
        if (candidates != '0) served = '0;
      end
      second     = candidates & (~candidates + 4'd1);
      served     = served | second;
      for (int unsigned k = 0; k < 4; k++) begin
        if (first[k]) events[1] = event_i[k];
        if (second[k]) events[0] = event_i[k];
      end
    end
  end

  always_comb begin
    word = '0;
    if (send_systime) begin
      // The word is visible after the coming edge, one FPGA cycle after this pair.
      word = {KindSystime, systime_i[43:1] + 43'd1, 9'd0, 8'd0};
    end else if (send_bus) begin
      word = {response_i.write ? KindBusDone : KindBusData, 12'd0, response_i.data, 16'd0};
    end else if (send_events) begin
      word = {KindEvents, second != '0 ? 2'd2 : 2'd1, events, 8'd0};
    end
  end

  assign response_ready_o = send_bus;
  assign event_ready_o    = up_i == '0 ? event_valid_i : send_events ? first | second : '0;

  always_ff @(posedge clk_i) begin
    lane_valid_o <= 1'b0;
    if (!rst_ni) begin
      for (int unsigned i = 0; i < Lanes; i++) free_at_q[i] <= '0;
      lane_q            <= '0;
      systime_pending_q <= 1'b0;
      bus_last_q        <= 1'b0;
      served_q          <= '0;
    end else if (active || send_systime_i || bus_last_q || served_q != '0) begin
      if (send_systime_i) systime_pending_q <= 1'b1;
      else if (send_systime) systime_pending_q <= 1'b0;
      if (send_systime || send_bus || send_events) begin
        lane_valid_o      <= 1'b1;
        lane_o            <= lane;
        lane_word_o       <= word;
        lane_q            <= lane + 1'b1;
        free_at_q[lane]   <= now_i + 48'(BusyCycles);
      end
      if (!response_valid_i && event_valid_i == '0) bus_last_q <= 1'b0;
      else if (send_bus || send_events) bus_last_q <= send_bus;
      if (event_valid_i == '0) served_q <= '0;
      else if (send_events) served_q <= served;
    end
  end

endmodule
