// The event crossbar: 20 inputs, 12 outputs, 76 programmable nodes.
// SPDX-License-Identifier: Apache-2.0
//
// Takes the events of the neurons, the link and the background sources and copies each to
// every output whose node passes its label. Sources cannot wait: an event that finds its input
// FIFO full is lost and counted. Nothing else is lost, except events that no node passes.
// Latency of an idle crossbar: an event on an input in cycle t is on its outputs in cycle
// t + 2; an L2 event carries the low 8 bits of the system time (4 ns) of cycle t + 1.
module hx_event_crossbar
  import hx_event_pkg::*;
  import hx_omnibus_pkg::request_t;
  import hx_link_pkg::event_t;
#(
    parameter int unsigned InputDepth = 8,  // events held per input, a power of two
    parameter int unsigned SlowPeriod = 8   // chip cycles between events of a slow L2 output
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    // verilator lint_off UNUSEDSIGNAL
    input logic [43:0] systime_i,  // only the width of a time stamp is used
    // verilator lint_on UNUSEDSIGNAL

    input logic [7:0]       neuron_event_valid_i,
    input logic [7:0][13:0] neuron_event_label_i,
    input logic [2:0]       link_event_valid_i,  // index 2 is the first of a pack
    input logic [2:0][15:0] link_event_label_i,
    input logic [7:0]       background_event_valid_i,
    input logic [7:0][13:0] background_event_label_i,

    output logic [7:0]       padi_event_valid_o,
    output logic [7:0][10:0] padi_event_label_o,
    input  logic [7:0]       padi_event_ready_i,

    output logic   [3:0] l2_event_valid_o,
    output event_t       l2_event_o[4],  // unpacked: costs nothing at rest
    input  logic   [3:0] l2_event_ready_i
);

  logic     [Ports-1:0]   push_valid;
  label_t   [Ports-1:0]   push_label;
  logic     [2:0][1:0]    link_input;
  logic     [Ports-1:0]   drop_valid;
  label_t   [Ports-1:0]   drop_label;
  logic     [2:0][1:0]    drop_link_input;
  inputs_t                head_valid, pop;
  label_t   [Inputs-1:0]  head_label;
  outputs_t [Inputs-1:0]  pass;
  logic                   lost;
  logic  [Inputs-1:0][1:0] lost_count;
  logic     [31:0]        node_data, register_data;
  logic     [3:0]         slow;
  outputs_t               space, grant_valid, output_valid;
  label_t   [Outputs-1:0] grant_label;
  // verilator lint_off UNUSEDSIGNAL
  label_t   [Outputs-1:0] output_label;  // PADI buses do not carry bits 13..11
  logic [Outputs-1:0][7:0] output_timestamp;  // of no use on PADI buses
  // verilator lint_on UNUSEDSIGNAL

  assign push_valid = {background_event_valid_i, link_event_valid_i[0], link_event_valid_i[1],
                       link_event_valid_i[2], neuron_event_valid_i};
  assign push_label = {background_event_label_i, link_event_label_i[0][13:0],
                       link_event_label_i[1][13:0], link_event_label_i[2][13:0],
                       neuron_event_label_i};
  assign link_input = {link_event_label_i[0][15:14], link_event_label_i[1][15:14],
                       link_event_label_i[2][15:14]};

  hx_crossbar_registers i_registers (
      .clk_i, .rst_ni, .access_valid_i, .access_i, .access_data_o(register_data),
      .slow_o(slow), .event_i(grant_valid), .drop_valid_i(lost), .drop_count_i(lost_count)
  );

  hx_crossbar_nodes i_nodes (
      .clk_i, .rst_ni, .access_valid_i, .access_i, .access_data_o(node_data),
      .head_valid_i(head_valid), .head_label_i(head_label), .pass_o(pass),
      .drop_valid_i(drop_valid), .drop_label_i(drop_label), .drop_link_input_i(drop_link_input),
      .drop_valid_o(lost), .drop_count_o(lost_count)
  );

  assign access_data_o = register_data | node_data;

  hx_crossbar_inputs #(.Depth(InputDepth)) i_inputs (
      .clk_i, .rst_ni,
      .push_valid_i(push_valid), .push_label_i(push_label), .link_input_i(link_input),
      .head_valid_o(head_valid), .head_label_o(head_label), .pop_i(pop),
      .drop_valid_o(drop_valid), .drop_label_o(drop_label), .drop_link_input_o(drop_link_input)
  );

  hx_crossbar_arbiter i_arbiter (
      .clk_i, .rst_ni,
      .head_valid_i(head_valid), .head_label_i(head_label), .pop_o(pop), .pass_i(pass),
      .space_i(space), .grant_valid_o(grant_valid), .grant_label_o(grant_label)
  );

  hx_crossbar_outputs #(.SlowPeriod(SlowPeriod)) i_outputs (
      .clk_i, .rst_ni, .slow_i(slow), .timestamp_i(systime_i[7:0]),
      .space_o(space), .grant_valid_i(grant_valid), .grant_label_i(grant_label),
      .valid_o(output_valid), .label_o(output_label), .timestamp_o(output_timestamp),
      .ready_i({l2_event_ready_i, padi_event_ready_i})
  );

  assign padi_event_valid_o = output_valid[7:0];
  assign l2_event_valid_o = output_valid[11:8];
  for (genvar b = 0; b < 8; b++) begin : gen_padi
    assign padi_event_label_o[b] = output_label[b][10:0];
  end
  for (genvar k = 0; k < 4; k++) begin : gen_l2
    assign l2_event_o[k] = '{is_sample: 1'b0, timestamp: output_timestamp[8+k],
                             label: {2'(k), output_label[8+k]}};
  end

endmodule
