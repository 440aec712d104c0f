// PHY enables, synapse memory timing and correlation settings of the chip.
// SPDX-License-Identifier: Apache-2.0
//
// Used bits are kept and read back. The PHY enables (lanes) and, of each half, the sense delay
// (hx_synapse_access) and the sources of the converters' offset voltage (analog core) act; memory
// timing and the lengths of the correlation reset do not: array accesses and resets of the model
// take fixed times. Reset value: 0, sense delay its default.
// Source: HICANN-X configuration map, "system time, PHY, PLL", "synapse array access unit".
module hx_chip_registers
  import hx_event_pkg::merge_bytes;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,  // 0 if the access was to another place

    output logic [7:0]       phy_enable_o,  // index: PHY
    output logic [1:0][11:0] sense_delay_o,  // index: half, 0 top; chip cycles
    output logic [1:0][1:0]  cadc_crossed_o  // half; bit: bank, 0 left: offset voltage of the other
);

  // Store: for each half synapse memory timing and correlation, then the PHY enables.
  localparam int unsigned Places = 16;
  localparam int unsigned HalfPlaces = 7;
  localparam int unsigned SynramPlace = 0;
  localparam int unsigned CorrelationPlace = 3;
  localparam int unsigned PhyPlace = 14;

  localparam logic [31:0] Mask [Places] = '{
      COMMON_SYNRAM_CONFIG_MASK_0, COMMON_SYNRAM_CONFIG_MASK_1, COMMON_SYNRAM_CONFIG_MASK_2,
      COMMON_CORRELATION_CONFIG_MASK_0, COMMON_CORRELATION_CONFIG_MASK_1,
      COMMON_CORRELATION_CONFIG_MASK_2, COMMON_CORRELATION_CONFIG_MASK_3,
      COMMON_SYNRAM_CONFIG_MASK_0, COMMON_SYNRAM_CONFIG_MASK_1, COMMON_SYNRAM_CONFIG_MASK_2,
      COMMON_CORRELATION_CONFIG_MASK_0, COMMON_CORRELATION_CONFIG_MASK_1,
      COMMON_CORRELATION_CONFIG_MASK_2, COMMON_CORRELATION_CONFIG_MASK_3,
      COMMON_PHY_CONFIG_CHIP_MASK_0, 32'd0
  };

  typedef struct packed {
    logic       known;
    logic [3:0] place;
  } place_t;

  function automatic place_t find_place(logic [25:0] address);
    logic [31:0] top, half;
    top  = 32'(address) & ~32'(BLOCK_CORRELATION_HEMISPHERE_STRIDE);
    half = address[24] && address[25] ? HalfPlaces : 0;
    if (32'(address) == COMMON_PHY_CONFIG_CHIP_BASE) return '{1'b1, 4'(PhyPlace)};
    if (top - COMMON_SYNRAM_CONFIG_BASE < COMMON_SYNRAM_CONFIG_WORDS)
      return '{1'b1, 4'(SynramPlace + half + top - COMMON_SYNRAM_CONFIG_BASE)};
    if (top - COMMON_CORRELATION_CONFIG_BASE < COMMON_CORRELATION_CONFIG_WORDS)
      return '{1'b1, 4'(CorrelationPlace + half + top - COMMON_CORRELATION_CONFIG_BASE)};
    return '0;
  endfunction

  // Unpacked: costs nothing at rest. What acts is kept a second time.
  logic [31:0]      store_q [Places];
  logic [31:0]      data_q, merged;
  logic [1:0][11:0] sense_delay_q;
  logic [1:0][1:0]  cadc_crossed_q;
  logic [7:0]       phy_enable_q;
  place_t           at;

  always_comb begin
    at     = '0;
    merged = '0;
    if (access_valid_i) begin
      at     = find_place(access_i.address);
      merged = merge_bytes(store_q[at.place], access_i.data, access_i.byte_enables) &
          Mask[at.place];
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      store_q                                 <= '{default: '0};
      store_q[CorrelationPlace]               <= COMMON_CORRELATION_CONFIG_DEFAULT_0;
      store_q[CorrelationPlace+HalfPlaces]    <= COMMON_CORRELATION_CONFIG_DEFAULT_0;
      sense_delay_q                           <= {2{COMMON_CORRELATION_CONFIG_DEFAULT_0[11:0]}};
      cadc_crossed_q                          <= '0;
      phy_enable_q                            <= '0;
      data_q                                  <= '0;
    end else if (access_valid_i) begin
      data_q <= at.known && !access_i.write ? store_q[at.place] : '0;
      if (at.known && access_i.write) begin
        store_q[at.place] <= merged;
        if (at.place == 4'(PhyPlace)) begin
          phy_enable_q <= get_common_phy_config_chip_enable_phy(merged);
        end
        for (int unsigned h = 0; h < 2; h++) begin
          if (at.place == 4'(CorrelationPlace + h * HalfPlaces)) begin
            sense_delay_q[h] <= get_common_correlation_config_sense_delay({96'd0, merged});
          end
          if (at.place == 4'(CorrelationPlace + h * HalfPlaces + 3)) begin
            cadc_crossed_q[h] <= {
                !get_common_correlation_config_cadc_offset_source_right({merged, 96'd0}),
                get_common_correlation_config_cadc_offset_source_left({merged, 96'd0})};
          end
        end
      end
    end
  end

  assign access_data_o  = data_q;
  assign phy_enable_o   = phy_enable_q;
  assign sense_delay_o  = sense_delay_q;
  assign cadc_crossed_o = cadc_crossed_q;

endmodule
