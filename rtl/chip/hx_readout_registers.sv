// Registers of the fast ADC, readout multiplexers, pads, current source and references.
// SPDX-License-Identifier: Apache-2.0
//
// Used bits are kept and read back; MADCControl is a command and reads 0. Of the settings those
// of the ADC and its source multiplexers act (hx_madc); the others have no effect: pads,
// current source and reference generator are analog parts outside of the model.
// Reset value: 0. Source: HICANN-X configuration map, "MADC, readout, pads, current DAC".
module hx_readout_registers
  import hx_event_pkg::merge_bytes;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,  // 0 if the access was to another place

    output logic             control_valid_o,  // a command, one cycle
    output logic [31:0]      control_o,
    output logic [9:0][31:0] madc_config_o,
    output logic [1:0][31:0] source_o  // readout multiplexers
);

  localparam int unsigned Words =
      32'(REFERENCE_GENERATOR_CONFIG_BASE - BLOCK_READOUT_BASE) + REFERENCE_GENERATOR_CONFIG_WORDS;
  localparam int unsigned Config = 32'(MADC_CONFIG_BASE - BLOCK_READOUT_BASE);
  localparam int unsigned Source = 32'(READOUT_SOURCE_SELECTION_BASE - BLOCK_READOUT_BASE);

  // Used bits from the block's base on.
  localparam logic [31:0] Mask [Words] = '{
      32'd0,
      MADC_CONFIG_MASK_0, MADC_CONFIG_MASK_1, MADC_CONFIG_MASK_2, MADC_CONFIG_MASK_3,
      MADC_CONFIG_MASK_4, MADC_CONFIG_MASK_5, MADC_CONFIG_MASK_6, MADC_CONFIG_MASK_7,
      MADC_CONFIG_MASK_8, MADC_CONFIG_MASK_9,
      CURRENT_DAC_MASK_0,
      READOUT_SOURCE_SELECTION_MASK_0, READOUT_SOURCE_SELECTION_MASK_1,
      PAD_MULTIPLEXER_CONFIG_MASK_0, PAD_MULTIPLEXER_CONFIG_MASK_1,
      PAD_MULTIPLEXER_CONFIG_MASK_0, PAD_MULTIPLEXER_CONFIG_MASK_1,
      REFERENCE_GENERATOR_CONFIG_MASK_0, REFERENCE_GENERATOR_CONFIG_MASK_1,
      REFERENCE_GENERATOR_CONFIG_MASK_2, REFERENCE_GENERATOR_CONFIG_MASK_3,
      REFERENCE_GENERATOR_CONFIG_MASK_4, REFERENCE_GENERATOR_CONFIG_MASK_5,
      REFERENCE_GENERATOR_CONFIG_MASK_6, REFERENCE_GENERATOR_CONFIG_MASK_7,
      REFERENCE_GENERATOR_CONFIG_MASK_8
  };

  logic [Words-1:0][31:0] store_q;
  logic [31:0]            data_q;
  logic                   control_valid_q;
  logic [31:0]            control_q;

  logic [31:0] word;
  logic        hit;
  always_comb begin
    word = '0;
    hit  = 1'b0;
    if (access_valid_i) begin
      word = 32'(access_i.address) - BLOCK_READOUT_BASE;
      hit  = word < Words;
    end
  end

  always_ff @(posedge clk_i) begin
    if (control_valid_q) control_valid_q <= 1'b0;
    if (!rst_ni) begin
      store_q         <= '0;
      data_q          <= '0;
      control_valid_q <= 1'b0;
      control_q       <= '0;
    end else if (access_valid_i) begin
      data_q <= hit && !access_i.write ? store_q[word[4:0]] : '0;
      if (hit && access_i.write) begin
        store_q[word[4:0]] <=
            merge_bytes(store_q[word[4:0]], access_i.data, access_i.byte_enables) &
            Mask[word[4:0]];
        if (word == '0) begin
          control_valid_q <= 1'b1;
          control_q       <= merge_bytes('0, access_i.data, access_i.byte_enables);
        end
      end
    end
  end

  assign access_data_o   = data_q;
  assign control_valid_o = control_valid_q;
  assign control_o       = control_q;
  assign madc_config_o   = store_q[Config+:10];
  assign source_o        = store_q[Source+:2];

endmodule
