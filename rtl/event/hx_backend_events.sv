// Event outputs and spike counters of the 512 neurons.
// SPDX-License-Identifier: Apache-2.0
//
// The neurons of the columns 32e .. 32e + 31 of both rows share event output e, which carries
// one event a cycle, lowest column first, of one column the top row first. An accepted neuron
// with spike output has its event on the idle output in the next cycle; else a bit per neuron
// waits. A spike of a neuron whose bit still waits is merged into it and not counted: that
// takes a refractory time shorter than the wait, 63 cycles at most. The order is our choice.
// Spike counters have 8 bits and a sticky overflow, which is set by the 256th spike; they go on
// from 0. An event in the cycle of a counter's reset is counted as the first.
module hx_backend_events
  import hx_backend_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input logic         accepted_valid_i,
    input logic [511:0] accepted_i,
    input side_t [1:0]  side_i,
    input settings_write_t settings_write_i,

    input  logic        access_valid_i,
    input  logic        counter_access_i,
    input  logic        counter_reset_i,  // it is a reset, else a read
    input  logic [8:0]  counter_neuron_i,
    output logic [31:0] access_data_o,

    output logic [7:0]       event_valid_o,
    output logic [7:0][13:0] event_label_o
);

  typedef struct packed {
    logic       overflow;
    logic [7:0] count;
  } counter_t;

  logic [31:0] settings_q [512];
  always_ff @(posedge clk_i) begin
    if (!rst_ni) settings_q <= '{default: SettingsReset};
    else if (settings_write_i.valid) begin
      settings_q[settings_write_i.neuron][8*settings_write_i.word+:8] <= settings_write_i.data;
    end
  end

  // Touched by the block below only, several neurons in a cycle, hence blocking assignments.
  counter_t counter [512];

  logic [511:0]     waiting_q;
  logic             any_waiting_q;
  logic [7:0]       valid_q;
  logic [7:0][13:0] label_q;
  logic [31:0]      data_q;

  always_ff @(posedge clk_i) begin
    // verilator lint_off BLKSEQ
    logic [511:0] waiting;
    logic [63:0]  rest;
    logic [31:0]  columns;
    logic [8:0]   n;
    logic [3:0]   w;
    event_settings_t neuron;
    if (!rst_ni) begin
      counter = '{default: '0};
      waiting_q <= '0;
      any_waiting_q <= 1'b0;
      valid_q <= '0;
      label_q <= '0;
      data_q <= '0;
    end else begin
      if (access_valid_i) begin
        data_q <= '0;
        if (counter_access_i) begin
          if (counter_reset_i) counter[counter_neuron_i] = '0;
          else data_q <= 32'(counter[counter_neuron_i]);
        end
      end
      valid_q <= '0;
      if (accepted_valid_i || any_waiting_q) begin
        waiting = waiting_q;
        if (accepted_valid_i) begin
          w = '0;
          while (!w[3]) begin
            rest = accepted_i[64*w[2:0]+:64] & ~waiting_q[64*w[2:0]+:64];
            while (rest != '0) begin
              n = {w[2:0], lowest(rest)};
              rest = rest & (rest - 1'b1);
              neuron = decode_event(settings_q[n]);
              if (neuron.spike_out && side_i[n[7]].event_registers) begin
                waiting[n] = 1'b1;
                counter[n] = {counter[n].overflow || counter[n].count == '1,
                              counter[n].count + 8'd1};
              end
            end
            w = w + 1'b1;
          end
        end
        for (int unsigned e = 0; e < 8; e++) begin
          columns = waiting[32*e+:32] | waiting[256+32*e+:32];
          if (columns != '0) begin
            n = {1'b0, 3'(e), 5'(lowest(64'(columns)))};
            n[8] = !waiting[n];
            neuron = decode_event(settings_q[n]);
            waiting[n] = 1'b0;
            valid_q[e] <= 1'b1;
            label_q[e] <= {3'b0, 3'(e), neuron.address_out};
          end
        end
        waiting_q <= waiting;
        any_waiting_q <= |waiting;
      end
    end
    // verilator lint_on BLKSEQ
  end

  assign access_data_o = data_q;
  assign event_valid_o = valid_q;
  assign event_label_o = label_q;

  // The summary bit is exact.
  waiting_summary: assert property (@(posedge clk_i) disable iff (!rst_ni)
    any_waiting_q == (|waiting_q));

endmodule
