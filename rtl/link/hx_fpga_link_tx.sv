// FPGA end of the lanes, sending: words wait for a free lane that is up, in order.
// SPDX-License-Identifier: Apache-2.0
//
// At most one word comes and at most one starts in a cycle. With all lanes up a word starts on
// its lane in the cycle after it came. The lanes that are up are used in turn; a word occupies
// its lane for LaneCycles. Words that find no free lane wait in a queue. Bus words always have
// a place there, because the FPGA has at most 52 accesses of at most two words in flight; words
// with events may fill half of it; events beyond, while no lane is up and those thrown away are
// counted. Bus words get their number when they are sent first; what must be sent again
// (hx_arq_sender) goes before new words. A synchronisation word goes when nothing else wants
// to, and so does a word that only acknowledges, unless it has waited for long. Data of memory for
// the processors take turns with the words of the executor.
// clear_i throws away what waits.
module hx_fpga_link_tx
  import hx_link_pkg::*;
#(
    parameter int unsigned Queue = 256,  // words, a power of two
    parameter int unsigned CopyWidth = $bits(kind_t) + 37
) (
    input logic clk_i,
    input logic rst_ni,
    input logic clear_i,
    input logic restart_i,  // the chip counts events from 0 again

    input logic [47:0] now_i,
    input logic [ 7:0] up_i,

    // verilator lint_off UNUSEDSIGNAL
    input  logic        word_valid_i,
    input  lane_word_t  word_i,           // number, acknowledgement and check are filled in here
    // verilator lint_on UNUSEDSIGNAL
    input  logic         memory_valid_i,   // for the processors in the chip
    input  memory_data_t memory_i,
    output logic         memory_ready_o,
    input  logic        systime_valid_i,
    output logic        systime_ready_o,
    output logic [31:0] dropped_o,        // events

    input  logic                 new_ready_i,    // sender of the retransmission
    input  number_t              new_number_i,
    output logic                 new_valid_o,
    output logic [CopyWidth-1:0] new_o,
    output logic                 new_access_o,   // the last word of an access
    input  logic                 again_valid_i,
    input  number_t              again_number_i,
    input  logic [CopyWidth-1:0] again_i,
    output logic                 again_o,

    input  number_t acknowledge_i,  // its receiver
    input  logic    go_back_i,
    input  logic    due_i,
    input  logic    urgent_i,
    output logic    acknowledged_o,

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

  logic [47:0]           free_at_q[Lanes];  // cycle in which a lane can start a word
  logic [2:0]            lane_q;
  logic                  waiting;
  lane_word_t            head;
  logic [CountWidth-1:0] count;
  logic                  push, pop;
  logic [31:0]           events_sent_q;
  logic [ 9:0]           events_waiting_q;
  logic [31:0]           dropped_q;
  logic                  memory_last_q;  // the last word was data of memory

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

  // verilator lint_off UNUSEDSIGNAL
  // Views of a word, which uses one of them.
  events_to_chip_t item_events, come;
  bus_word_t       item_bus;
  // verilator lint_on UNUSEDSIGNAL
  lane_word_t      item;
  assign item_events = item;
  assign item_bus    = item;
  assign come        = word_i;

  logic active;
  assign active = waiting || word_valid_i || systime_valid_i || again_valid_i || due_i ||
                  memory_valid_i;

  // What happens in this cycle; one variable, because most cycles have nothing.
  typedef struct packed {
    logic [2:0] lane;
    logic       drop, push, pop;
    logic       events, bus, memory, again, systime, control;  // at most one is sent
  } choice_t;
  choice_t choice;

  always_comb begin
    logic lane_free, direct, item_valid;
    choice    = '0;
    item      = '0;
    lane_free = 1'b0;
    direct    = 1'b0;
    item_valid = 1'b0;
    if (active) begin
      item        = waiting ? head : word_i;
      choice.lane = next_up(up_i, lane_q);
      lane_free   = up_i != '0 && free_at_q[choice.lane] <= now_i;
      choice.drop = word_valid_i && come.is_events &&
          (up_i == '0 || count >= CountWidth'(Queue / 2));
      item_valid  = waiting || word_valid_i;
      if (lane_free) begin
        if (urgent_i) choice.control = 1'b1;
        else if (again_valid_i) choice.again = 1'b1;
        else if (memory_valid_i && new_ready_i && !(memory_last_q && item_valid))
          choice.memory = 1'b1;
        else if (item_valid && item_events.is_events) choice.events = 1'b1;
        else if (item_valid && new_ready_i) choice.bus = 1'b1;
        else if (systime_valid_i && !item_valid) choice.systime = 1'b1;
        else choice.control = due_i;
      end
      direct      = (choice.events || choice.bus) && !waiting;
      choice.pop  = (choice.events || choice.bus) && waiting;
      choice.push = word_valid_i && !direct && !choice.drop;
    end
  end

  logic word_ends_access;
  assign word_ends_access = item_bus.kind == KindBusData || item_bus.is_read;

  assign push            = choice.push;
  assign pop             = choice.pop;
  assign new_valid_o     = choice.bus || choice.memory;
  assign memory_ready_o  = choice.memory;
  assign new_access_o    = choice.bus && word_ends_access;
  assign new_o           = choice.memory ?
      {KindMemoryData, 1'b0, 2'b00, memory_i.is_row, memory_i.half, memory_i.data} :
      {item_bus.kind, item_bus.is_read, item_bus.byte_enables, item_bus.payload};
  assign again_o         = choice.again;
  assign systime_ready_o = choice.systime;
  assign acknowledged_o  = choice.bus || choice.memory || choice.again || choice.control;

  function automatic lane_word_t bus_word(input kind_t kind, input number_t number,
                                          input logic [36:0] rest, input number_t acknowledge,
                                          input logic go_back);
    return {kind, number, rest, acknowledge, go_back, 8'd0};
  endfunction

  lane_word_t word;
  always_comb begin
    word = '0;
    if (choice.events) begin
      word        = item;
      word[60:56] = events_sent_q[4:0];
    end else if (choice.bus || choice.memory) begin
      word = bus_word(kind_t'(new_o[40:37]), new_number_i, new_o[36:0], acknowledge_i, go_back_i);
    end else if (choice.again) begin
      word = bus_word(kind_t'(again_i[40:37]), again_number_i, again_i[36:0], acknowledge_i,
                      go_back_i);
    end else if (choice.control) begin
      word = bus_word(KindControl, '0, {5'd0, events_sent_q}, acknowledge_i, go_back_i);
    end else if (choice.systime) begin
      word = {KindSystime, 60'b0};
    end
  end

  assign dropped_o = dropped_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      free_at_q        <= '{default: '0};
      lane_q           <= '0;
      lane_valid_o     <= 1'b0;
      lane_o           <= '0;
      lane_word_o      <= '0;
      events_sent_q    <= '0;
      events_waiting_q <= '0;
      dropped_q        <= '0;
      memory_last_q    <= 1'b0;
    end else begin
      lane_valid_o <= 1'b0;
      if (active || restart_i || clear_i) begin
        logic [9:0] events_waiting;
        events_waiting = events_waiting_q;
        if (choice.push && come.is_events) events_waiting = events_waiting + 10'(come.count);
        if (choice.pop && choice.events) events_waiting = events_waiting - 10'(item_events.count);
        events_waiting_q <= clear_i ? '0 : events_waiting;
        dropped_q        <= dropped_q + (choice.drop ? 32'(come.count) : '0) +
            (clear_i ? 32'(events_waiting) : '0);
        if (acknowledged_o || choice.events || choice.systime) begin
          lane_valid_o           <= 1'b1;
          memory_last_q          <= choice.memory;
          lane_o                 <= choice.lane;
          lane_word_o            <= seal(word);
          lane_q                 <= choice.lane + 1'b1;
          free_at_q[choice.lane] <= now_i + 48'(LaneCycles);
        end
        if (choice.events) events_sent_q <= events_sent_q + 32'(item_events.count);
        if (restart_i) events_sent_q <= '0;
      end
    end
  end

endmodule
