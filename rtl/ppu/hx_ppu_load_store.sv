// Load and store queue in front of the data bus.
// SPDX-License-Identifier: Apache-2.0
//
// Loads and stores go to the bus in program order; there is no forwarding. An access handed over
// in cycle t is requested in t + 2 at the earliest. The bus takes a request in a cycle with
// accept and answers each with one response, in order, in a later cycle; load data goes to the
// register file in the cycle of its response. Halfwords may start at byte 1 of a word.
module hx_ppu_load_store
  import hx_ppu_pkg::*;
#(
    parameter int unsigned Depth = 16,       // accesses that wait for the bus, a power of two
    parameter int unsigned Limit = 13,       // so many waiting ones stop the issue
    parameter int unsigned Outstanding = 16  // requests without a response, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_i,
    input  logic        write_i,
    input  size_t       size_i,
    input  logic        sign_extend_i,
    input  logic [31:0] address_i,  // fits the size
    input  logic [31:0] data_i,
    input  logic [4:0]  target_i,
    output logic        ready_o,    // the issue may go on
    output logic        idle_o,     // nothing waiting or without a response

    output logic        loaded_o,
    output logic [31:0] loaded_data_o,
    output logic [4:0]  loaded_target_o,

    output logic        request_o,  // held until accepted
    output logic        request_write_o,
    output logic [31:0] request_address_o,  // byte address of a word
    output logic [3:0]  request_enable_o,   // bytes of a write; bit 3: the highest
    output logic [31:0] request_data_o,
    input  logic        accept_i,
    input  logic        response_i,
    input  logic [31:0] response_data_i
);

  localparam int unsigned CountWidth = $clog2(Depth) + 1;
  localparam int unsigned OutstandingWidth = $clog2(Outstanding) + 1;

  typedef struct packed {
    logic       write;
    size_t      size;
    logic       sign_extend;
    logic [1:0] offset;
    logic [4:0] target;
  } tag_t;

  logic                  waiting, take;
  logic [CountWidth-1:0] waiting_count;
  logic [74:0]           head;  // tag, address, data
  tag_t                  tag, head_tag, answered;

  assign tag  = '{write_i, size_i, sign_extend_i, address_i[1:0], target_i};
  assign take = waiting && (!request_q || accepted) && room;

  hx_fifo #(.Width(75), .Depth(Depth)) i_queue (
      .clk_i, .rst_ni, .push_i(access_i), .data_i({tag, address_i, data_i}),
      .pop_i(take), .valid_o(waiting), .data_o(head), .count_o(waiting_count)
  );

  assign ready_o  = waiting_count < CountWidth'(Limit);
  assign head_tag = head[74:64];

  // --- request ------------------------------------------------------------------------------
  logic        request_q, write_q, accepted;
  logic [31:0] address_q, data_q;
  logic [3:0]  enable_q, enable;
  logic [31:0] data;
  logic [4:0]  shift;  // from the low end of a word to the place of the access

  assign accepted = request_q && accept_i;

  always_comb begin
    shift  = '0;
    enable = '0;
    data   = '0;
    if (take) begin
      unique case (head_tag.size)
        SizeByte: begin
          shift  = {~head_tag.offset, 3'b000};
          enable = 4'b0001 << ~head_tag.offset;
        end
        SizeHalf: begin
          shift  = 5'd16 - {head_tag.offset, 3'b000};
          enable = 4'b1100 >> head_tag.offset;
        end
        default: enable = 4'b1111;
      endcase
      data = head[31:0] << shift;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      request_q <= 1'b0;
    end else if (take) begin
      request_q <= 1'b1;
      write_q   <= head_tag.write;
      address_q <= {head[63:34], 2'b00};
      enable_q  <= enable;
      data_q    <= data;
    end else if (accepted) begin
      request_q <= 1'b0;
    end
  end

  assign request_o         = request_q;
  assign request_write_o   = write_q;
  assign request_address_o = address_q;
  assign request_enable_o  = enable_q;
  assign request_data_o    = data_q;

  // --- response -----------------------------------------------------------------------------
  logic                        expected, room;
  logic [OutstandingWidth-1:0] expected_count;
  logic [31:0]                 moved;

  hx_fifo #(.Width(11), .Depth(Outstanding)) i_outstanding (
      .clk_i, .rst_ni, .push_i(take), .data_i(head_tag),
      .pop_i(response_i), .valid_o(expected), .data_o(answered), .count_o(expected_count)
  );

  assign room   = expected_count != OutstandingWidth'(Outstanding);
  assign idle_o = !waiting && !expected;

  always_comb begin
    loaded_o        = response_i && !answered.write;
    loaded_target_o = answered.target;
    moved           = '0;
    loaded_data_o   = '0;
    if (loaded_o) begin
      unique case (answered.size)
        SizeByte: begin
          moved         = response_data_i >> {~answered.offset, 3'b000};
          loaded_data_o = {24'b0, moved[7:0]};
        end
        SizeHalf: begin
          moved         = response_data_i >> (5'd16 - {answered.offset, 3'b000});
          loaded_data_o = {{16{answered.sign_extend && moved[15]}}, moved[15:0]};
        end
        default: loaded_data_o = response_data_i;
      endcase
    end
  end

  response_expected :  // the bus answers only what was asked
  assert property (@(posedge clk_i) disable iff (!rst_ni) response_i |-> expected);

  logic unused;
  assign unused = &{1'b0, head[33:32], moved[31:16]};

endmodule
