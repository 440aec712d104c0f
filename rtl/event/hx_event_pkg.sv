// Shape of the event crossbar and small helpers of the event folder.
// SPDX-License-Identifier: Apache-2.0
//
// Inputs: 0..7 neuron event outputs, 8..11 from the FPGA, 12..19 background sources.
// Outputs: 0..3 PADI buses top, 4..7 PADI buses bottom, 8..11 to the FPGA.
// Source: HICANN-X configuration map, "event routing on chip".
package hx_event_pkg;

  localparam int unsigned Inputs = 20;
  localparam int unsigned Outputs = 12;
  localparam int unsigned Nodes = 76;
  localparam int unsigned Ports = 19;  // events that can arrive in one cycle

  typedef logic [13:0] label_t;
  typedef logic [Outputs-1:0] outputs_t;
  typedef logic [Inputs-1:0] inputs_t;

  // Outputs to which an input has a node.
  function automatic outputs_t reach(input int unsigned number);
    if (number < 8) return outputs_t'('h111) << (number % 4);
    if (number < 12) return outputs_t'('h0FF) | (outputs_t'('h100) << (number - 8));
    if (number < 16) return outputs_t'('h101) << (number - 12);
    return outputs_t'('h110) << (number - 16);
  endfunction

  typedef logic [Inputs-1:0][Outputs-1:0] reach_table_t;
  typedef logic [Inputs-1:0][Outputs-1:0][6:0] node_table_t;

  function automatic reach_table_t reach_of_all();
    reach_table_t table_of_reach;
    for (int unsigned i = 0; i < Inputs; i++) table_of_reach[i] = reach(i);
    return table_of_reach;
  endfunction

  localparam reach_table_t Reach = reach_of_all();

  // Nodes are counted row by row over the inputs, left to right over the outputs.
  function automatic node_table_t number_nodes();
    node_table_t numbers;
    logic [6:0] next;
    numbers = '0;
    next = '0;
    for (int unsigned i = 0; i < Inputs; i++) begin
      for (int unsigned o = 0; o < Outputs; o++) begin
        if (Reach[i][o]) begin
          numbers[i][o] = next;
          next = next + 1'b1;
        end
      end
    end
    return numbers;
  endfunction

  localparam node_table_t NodeNumber = number_nodes();

  // Input of an arrival port: 0..7 neurons, 8..10 link with a choice of the inputs 8..11,
  // 11..18 background sources.
  function automatic logic [4:0] input_of(input logic [4:0] port, input logic [1:0] link_input);
    if (port < 8) return port;
    if (port < 11) return {3'b010, link_input};
    return port + 1'b1;
  endfunction

  function automatic logic [31:0] merge_bytes(input logic [31:0] old_word,
                                              input logic [31:0] new_word,
                                              input logic [3:0] enables);
    logic [31:0] mask;
    mask = {{8{enables[3]}}, {8{enables[2]}}, {8{enables[1]}}, {8{enables[0]}}};
    return (old_word & ~mask) | (new_word & mask);
  endfunction

endpackage
