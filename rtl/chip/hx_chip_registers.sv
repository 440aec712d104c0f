// Registers of the chip that are stored and read back, and the few of them that act elsewhere.
// SPDX-License-Identifier: Apache-2.0
//
// PHY enables, PLL file, MADC and readout block, synapse memory timing, correlation settings.
// Only the PHY enables (lanes) and the sense delay of each half (hx_synapse_access) act so far. All 32 bits of a word are
// kept; the public software defines the used ones. MADCControl, the self test and its status
// are plain words here: no conversion, no test. Reset value: 0, sense delay its default.
// Source: HICANN-X configuration map, "system time, PHY, PLL", "MADC", "synapse array".
module hx_chip_registers
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    output logic [7:0]       phy_enable_o,  // index: PHY
    output logic [1:0][11:0] sense_delay_o  // index: half, 0 top; chip cycles
);

  localparam int unsigned Places = 64;
  // Store: 0.. readout, then for each half synapse memory timing and correlation, PLL, PHY.
  localparam int unsigned ReadoutWords =
      32'(REFERENCE_GENERATOR_CONFIG_BASE - BLOCK_READOUT_BASE) + REFERENCE_GENERATOR_CONFIG_WORDS;
  localparam int unsigned SynramPlace = 32;
  localparam int unsigned CorrelationPlace = 40;
  localparam int unsigned PllPlace = 48;
  localparam int unsigned PhyPlace = 63;
  localparam int unsigned HalfPlaces = 4;
  localparam int unsigned PllWords = 8;

  typedef struct packed {
    logic       known;
    logic [5:0] place;
  } place_t;

  function automatic place_t find_place(logic [25:0] address);
    logic [31:0] top, half;
    top  = 32'(address) & ~32'(BLOCK_CORRELATION_HEMISPHERE_STRIDE);
    half = address[24] && address[25] ? HalfPlaces : 0;
    if (32'(address) == COMMON_PHY_CONFIG_CHIP_BASE) return '{1'b1, 6'(PhyPlace)};
    if (32'(address) - BLOCK_PLL_BASE < PllWords)
      return '{1'b1, 6'(PllPlace + 32'(address) - BLOCK_PLL_BASE)};
    if (32'(address) - BLOCK_READOUT_BASE < ReadoutWords)
      return '{1'b1, 6'(32'(address) - BLOCK_READOUT_BASE)};
    if (top - COMMON_SYNRAM_CONFIG_BASE < COMMON_SYNRAM_CONFIG_WORDS)
      return '{1'b1, 6'(SynramPlace + half + top - COMMON_SYNRAM_CONFIG_BASE)};
    if (top - COMMON_CORRELATION_CONFIG_BASE < COMMON_CORRELATION_CONFIG_WORDS)
      return '{1'b1, 6'(CorrelationPlace + half + top - COMMON_CORRELATION_CONFIG_BASE)};
    return '0;
  endfunction

  logic [31:0]      store_q[Places];
  logic [31:0]      data_q;
  logic [31:0]      merged;
  logic [1:0][11:0] sense_delay_q;
  logic [7:0]       phy_enable_q;
  place_t           at;

  assign access_data_o = data_q;
  assign sense_delay_o = sense_delay_q;
  assign phy_enable_o  = phy_enable_q;

  always_comb begin
    at     = '0;
    merged = '0;
    if (access_valid_i) begin
      at     = find_place(access_i.address);
      merged = store_q[at.place];
      for (int unsigned b = 0; b < 4; b++) begin
        if (access_i.byte_enables[b]) merged[8*b+:8] = access_i.data[8*b+:8];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      store_q                                 <= '{default: '0};
      store_q[CorrelationPlace]               <= COMMON_CORRELATION_CONFIG_DEFAULT_0;
      store_q[CorrelationPlace+HalfPlaces]    <= COMMON_CORRELATION_CONFIG_DEFAULT_0;
      sense_delay_q                           <= {2{COMMON_CORRELATION_CONFIG_DEFAULT_0[11:0]}};
      phy_enable_q                            <= '0;
      data_q                                  <= '0;
    end else if (access_valid_i) begin
      data_q <= at.known && !access_i.write ? store_q[at.place] : '0;
      if (at.known && access_i.write) begin
        store_q[at.place] <= merged;
        if (at.place == 6'(PhyPlace)) begin
          phy_enable_q <= get_common_phy_config_chip_enable_phy(merged);
        end
        for (int unsigned h = 0; h < 2; h++) begin
          if (at.place == 6'(CorrelationPlace + h * HalfPlaces)) begin
            sense_delay_q[h] <= get_common_correlation_config_sense_delay({96'd0, merged});
          end
        end
      end
    end
  end

endmodule
