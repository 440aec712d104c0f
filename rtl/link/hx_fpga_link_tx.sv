// FPGA end of the lanes, sending: words wait for a free lane that is up, in order.
// SPDX-License-Identifier: Apache-2.0
//
// At most one word comes and at most one starts in a cycle. With all lanes up a word starts on
// its lane in the cycle after it came. The lanes that are up are used in turn; a word occupies
// its lane for LaneCycles. Words that find no free lane wait in a queue. Bus words always have
// a place there, because the FPGA has at most 52 accesses of at most two words in flight; words
// with events may fill half of it and are dropped and counted beyond, and also if no lane is
// up. A synchronisation word goes when nothing else wants to. clear_i (chip reset, answer given
// up) throws away what waits.
module hx_fpga_link_tx
  import hx_link_pkg::*;
#(
    parameter int unsigned Queue = 256  // words, a power of two
) (
    input logic clk_i,
    input logic rst_ni,
    input logic clear_i,

    input logic [7:0] up_i,

    input  logic        word_valid_i,
    input  logic        word_is_events_i,
    input  lane_word_t  word_i,
    input  logic        systime_valid_i,
    output logic        systime_ready_o,
    output logic [31:0] dropped_o,        // words with events

    output logic       lane_valid_o,
    output logic [2:0] lane_o,
    output lane_word_t lane_word_o
);

  localparam int unsigned CountWidth = $clog2(Queue) + 1;

  // The first lane that is up, from one on, in turn.
  function automatic logic [2:0] next_up(input logic [7:0] up, input logic [2:0] from);
    logic [2:0] lane;
    lane = from;
    for (int unsigned i = 0; i < Lanes; i++) begin
      if (!up[lane]) lane = lane + 1'b1;
    end
    return lane;
  endfunction

  logic [47:0]           now_q;
  logic [47:0]           free_at_q[Lanes];  // cycle in which a lane can start a word
  logic [2:0]            lane_q;
  logic [2:0]            lane;
  logic                  lane_free;
  logic                  waiting;
  lane_word_t            head;
  logic [CountWidth-1:0] count;
  logic                  drop, push, pop, direct, send_systime;

  hx_fifo #(
      .Width($bits(lane_word_t)),
      .Depth(Queue)
  ) i_queue (
      .clk_i,
      .rst_ni (rst_ni && !clear_i),
      .push_i (push),
      .data_i (word_i),
      .pop_i  (pop),
      .valid_o(waiting),
      .data_o (head),
      .count_o(count)
  );

  always_comb begin
    lane         = lane_q;
    lane_free    = 1'b0;
    drop         = 1'b0;
    push         = 1'b0;
    pop          = 1'b0;
    direct       = 1'b0;
    send_systime = 1'b0;
    if (waiting || word_valid_i || systime_valid_i) begin
      lane         = next_up(up_i, lane_q);
      lane_free    = up_i != '0 && free_at_q[lane] <= now_q;
      pop          = waiting && lane_free;
      drop         = word_valid_i && word_is_events_i &&
          (up_i == '0 || count >= CountWidth'(Queue / 2));
      direct       = word_valid_i && !waiting && lane_free;
      push         = word_valid_i && !direct && !drop;
      send_systime = systime_valid_i && !waiting && !word_valid_i && lane_free;
    end
  end

  assign systime_ready_o = send_systime;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      now_q        <= '0;
      free_at_q    <= '{default: '0};
      lane_q       <= '0;
      lane_valid_o <= 1'b0;
      lane_o       <= '0;
      lane_word_o  <= '0;
      dropped_o    <= '0;
    end else begin
      now_q        <= now_q + 1'b1;
      lane_valid_o <= 1'b0;
      if (drop) dropped_o <= dropped_o + 1'b1;
      if (pop || direct || send_systime) begin
        lane_valid_o    <= 1'b1;
        lane_o          <= lane;
        lane_word_o     <= pop ? head : direct ? word_i : {KindSystime, 60'b0};
        lane_q          <= lane + 1'b1;
        free_at_q[lane] <= now_q + 48'(LaneCycles);
      end
    end
  end

endmodule
