// Bus access to the memories of the analog core outside of the synapse arrays.
// SPDX-License-Identifier: Apache-2.0
//
// Parameter cells, neuron configuration, synapse drivers, synapse bias selection. One access
// at a time: a request taken in cycle t is on the word port in t + 1 and answered from t + 2.
// Block numbers and offsets: models/anncore.h.
module hx_analog_bus
  import hx_map_pkg::*;
  import hx_omnibus_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic      request_valid_i,
    input  request_t  request_i,
    output logic      request_ready_o,
    output logic      response_valid_o,
    output response_t response_o,
    input  logic      response_ready_i,

    output logic        word_valid_o,
    output logic        word_write_o,
    output logic [3:0]  word_block_o,
    output logic [21:0] word_offset_o,
    output logic [3:0]  word_byte_enables_o,
    output logic [31:0] word_data_o,
    input  logic [31:0] word_data_i  // one edge after the access
);

  localparam logic [3:0] BlockDriverTop = 4'd4;
  localparam logic [3:0] BlockCapmem = 4'd6;
  localparam logic [3:0] BlockNeuronConfig = 4'd7;
  localparam logic [3:0] BlockSynapseBias = 4'd8;

  typedef enum logic [1:0] {Idle, Access, Answer} state_t;

  state_t      state_q;
  request_t    request_q;
  logic [31:0] data_q;
  logic [3:0]  block;
  logic [21:0] offset;

  // The owner sends addresses of these blocks only, so comparing with the bases is enough.
  logic [31:0] address;
  always_comb begin
    address = 32'(request_q.address);
    block   = BlockSynapseBias;
    offset  = '0;
    if (state_q == Access) begin
      if (address >= BLOCK_NEURON_CONFIG_BASE) begin
        block  = BlockNeuronConfig;
        offset = 22'(address - BLOCK_NEURON_CONFIG_BASE);
      end else if (address >= BLOCK_CAPMEM_BASE) begin
        block  = BlockCapmem;
        offset = 22'(address - BLOCK_CAPMEM_BASE);
      end else if (address >= BLOCK_PADI_BASE) begin
        block  = BlockDriverTop + 4'((address & 32'(BLOCK_PADI_HEMISPHERE_STRIDE)) != '0);
        offset = 22'((address & ~32'(BLOCK_PADI_HEMISPHERE_STRIDE)) - SYNAPSE_DRIVER_CONFIG_BASE);
      end else begin
        offset = 22'(address - BLOCK_SYNAPSE_BIAS_BASE);
      end
    end
  end

  assign request_ready_o     = state_q == Idle;
  assign word_valid_o        = state_q == Access;
  assign word_write_o        = request_q.write;
  assign word_block_o        = block;
  assign word_offset_o       = offset;
  assign word_byte_enables_o = request_q.byte_enables;
  assign word_data_o         = request_q.data;
  assign response_valid_o    = state_q == Answer;
  assign response_o          = '{write: request_q.write, data: data_q};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Idle;
    end else begin
      unique case (state_q)
        Idle: begin
          if (request_valid_i) begin
            request_q <= request_i;
            state_q   <= Access;
          end
        end
        Access: begin
          data_q  <= request_q.write ? '0 : word_data_i;
          state_q <= Answer;
        end
        Answer: if (response_ready_i) state_q <= Idle;
        default: state_q <= Idle;
      endcase
    end
  end

endmodule
