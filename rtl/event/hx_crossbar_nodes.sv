// The 76 nodes of the event crossbar.
// SPDX-License-Identifier: Apache-2.0
//
// A node passes an event when (label AND mask) == target. Nodes are compared with the events
// at the heads of the inputs, and with lost events to find out whether their loss counts: it
// does if one of the nodes that would have passed the event has its drop counter enabled.
// After reset every node drops everything (mask 0, target 1).
// Source: HICANN-X configuration map, "event routing on chip".
module hx_crossbar_nodes
  import hx_event_pkg::*;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    input  inputs_t               head_valid_i,
    input  label_t   [Inputs-1:0] head_label_i,
    output outputs_t [Inputs-1:0] pass_o,  // outputs to which the head goes

    input  logic   [Ports-1:0]       drop_valid_i,  // an event was lost on this port
    input  label_t [Ports-1:0]       drop_label_i,
    input  logic        [2:0][1:0]   drop_link_input_i,
    output logic                     drop_valid_o,
    output logic   [Inputs-1:0][1:0] drop_count_o   // losses that count, per input
);

  localparam logic [31:0] Reset = 32'h0001_0000;

  logic [31:0] node_q [Nodes];
  logic [31:0] data_q;

  logic [31:0] number;
  assign number = 32'(access_i.address) - CROSSBAR_NODE_BASE;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      node_q <= '{default: Reset};
      data_q <= '0;
    end else if (access_valid_i) begin
      data_q <= '0;
      if (number < Nodes) begin
        if (!access_i.write) data_q <= node_q[number[6:0]];
        else begin
          node_q[number[6:0]] <= merge_bytes(node_q[number[6:0]], access_i.data,
                                             access_i.byte_enables) & CROSSBAR_NODE_MASK_0;
        end
      end
    end
  end
  assign access_data_o = data_q;

  always_comb begin
    pass_o = '0;
    if (|head_valid_i) begin
      for (int unsigned i = 0; i < Inputs; i++) begin
        if (head_valid_i[i]) begin
          for (int unsigned o = 0; o < Outputs; o++) begin
            if (Reach[i][o]) begin
              pass_o[i][o] = (head_label_i[i] & node_q[NodeNumber[i][o]][13:0])
                  == node_q[NodeNumber[i][o]][29:16];
            end
          end
        end
      end
    end
  end

  logic [4:0] from;
  logic counted;
  always_comb begin
    drop_count_o = '0;
    from = '0;
    counted = 1'b0;
    if (|drop_valid_i) begin
      for (int unsigned p = 0; p < Ports; p++) begin
        if (drop_valid_i[p]) begin
          from = input_of(5'(p), p >= 8 && p < 11 ? drop_link_input_i[2'(p-8)] : 2'b0);
          counted = 1'b0;
          for (int unsigned o = 0; o < Outputs; o++) begin
            if (Reach[from][o] && node_q[NodeNumber[from][o]][31]
                && (drop_label_i[p] & node_q[NodeNumber[from][o]][13:0])
                == node_q[NodeNumber[from][o]][29:16]) counted = 1'b1;
          end
          if (counted) drop_count_o[from] = drop_count_o[from] + 1'b1;
        end
      end
    end
    drop_valid_o = |drop_valid_i;
  end

endmodule
