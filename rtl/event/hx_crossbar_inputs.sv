// Input FIFOs of the event crossbar.
// SPDX-License-Identifier: Apache-2.0
//
// Events arrive on 19 ports: 0..7 neurons, 8..10 link (8 is the first of a pack; each may go
// to any of the inputs 8..11), 11..18 background sources. An event is at the head of its idle
// input in the cycle after it arrived. A FIFO that was full at the start of the cycle takes
// nothing, even if its head leaves in that cycle; the event is reported on `drop_*_o` one
// cycle later, for the drop counters. Depth and overflow rule are our choice: not public.
module hx_crossbar_inputs
  import hx_event_pkg::*;
#(
    parameter int unsigned Depth = 8  // events per input, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input logic   [Ports-1:0]      push_valid_i,
    input label_t [Ports-1:0]      push_label_i,
    input logic        [2:0][1:0]  link_input_i,  // which of the inputs 8..11, per link port

    output inputs_t               head_valid_o,
    output label_t   [Inputs-1:0] head_label_o,
    input  inputs_t               pop_i,

    output logic   [Ports-1:0]      drop_valid_o,
    output label_t [Ports-1:0]      drop_label_o,
    output logic        [2:0][1:0]  drop_link_input_o
);

  localparam int unsigned PointerWidth = $clog2(Depth);
  typedef logic [PointerWidth-1:0] pointer_t;
  typedef logic [PointerWidth:0] count_t;

  pointer_t [Inputs-1:0] read_q;
  count_t   [Inputs-1:0] count_q;
  inputs_t               head_valid_q;
  label_t   [Inputs-1:0] head_label_q;
  logic     [Ports-1:0]  drop_valid_q;
  label_t   [Ports-1:0]  drop_label_q;
  logic     [2:0][1:0]   drop_link_input_q;

  // Only the block below touches it. Several entries change in a cycle, which Verilator
  // supports for array elements with blocking assignments only.
  label_t memory [Inputs*Depth];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      read_q <= '0;
      count_q <= '0;
      head_valid_q <= '0;
      head_label_q <= '0;
      drop_valid_q <= '0;
      drop_label_q <= '0;
      drop_link_input_q <= '0;
    end else begin
      drop_valid_q <= '0;
      if ((|push_valid_i) || (|pop_i)) begin
        // verilator lint_off BLKSEQ
        pointer_t [Inputs-1:0] read;
        count_t   [Inputs-1:0] count;
        label_t   [Inputs-1:0] head_label;
        inputs_t               changed;
        logic     [4:0]        number;
        read = read_q;
        count = count_q;
        head_label = head_label_q;
        changed = pop_i;
        for (int unsigned p = 0; p < Ports; p++) begin
          if (push_valid_i[p]) begin
            number = input_of(5'(p), p >= 8 && p < 11 ? link_input_i[2'(p-8)] : 2'b0);
            if (count[number] == count_t'(Depth)) begin
              drop_valid_q[p] <= 1'b1;
              drop_label_q[p] <= push_label_i[p];
            end else begin
              memory[{number, read[number] + pointer_t'(count[number])}] = push_label_i[p];
              count[number] = count[number] + 1'b1;
              changed[number] = 1'b1;
            end
          end
        end
        for (int unsigned i = 0; i < Inputs; i++) begin
          if (changed[i]) begin
            if (pop_i[i]) begin
              read[i] = read[i] + 1'b1;
              count[i] = count[i] - 1'b1;
            end
            head_label[i] = memory[{5'(i), read[i]}];
            head_valid_q[i] <= (count[i] != '0);
          end
        end
        // verilator lint_on BLKSEQ
        read_q <= read;
        count_q <= count;
        head_label_q <= head_label;
        drop_link_input_q <= link_input_i;
      end
    end
  end

  assign head_valid_o = head_valid_q;
  assign head_label_o = head_label_q;
  assign drop_valid_o = drop_valid_q;
  assign drop_label_o = drop_label_q;
  assign drop_link_input_o = drop_link_input_q;

  // Nothing leaves an empty input.
  input_not_empty: assert property (@(posedge clk_i) disable iff (!rst_ni)
    (pop_i & ~head_valid_q) == '0);
  // Pointers wrap by their width.
  initial depth_is_power_of_two: assert (Depth == 2 ** PointerWidth);

endmodule
