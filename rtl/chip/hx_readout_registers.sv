// Registers of the fast ADC, readout multiplexers, pads, current source and references.
// SPDX-License-Identifier: Apache-2.0
//
// Used bits are kept and read back; MADCControl is a command and reads 0. Of the settings those
// of the ADC and its source multiplexers act (hx_madc), two cycles after the write like a command;
// the others have no effect: pads, current source and reference generator are analog parts
// outside of the model.
// Reset value: 0. Source: HICANN-X configuration map, "MADC, readout, pads, current DAC".
module hx_readout_registers
  import hx_event_pkg::merge_bytes;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
#(
    parameter int unsigned MinCycles = 4  // shortest sample, of 2 ns
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,  // 0 if the access was to another place

    output logic        control_valid_o,  // a command, one cycle
    output logic [31:0] control_o,

    output logic [17:0] sample_cycles_o,  // of 2 ns
    output logic [10:0] wait_cycles_o,    // of 2 ns, from wake-up to ready
    output logic [15:0] samples_o,
    output logic        first_input_o,
    output logic [ 3:0] input_length_o,   // samples of one input
    output logic        dummy_o,
    output logic [12:0] source_0_o,       // bits of the multiplexers, 0: not connected
    output logic [12:0] source_1_o
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

  // What the converter needs of its settings.
  typedef struct packed {
    logic [17:0] sample_cycles;
    logic [10:0] wait_cycles;
    logic [15:0] samples;
    logic        first_input;
    logic [3:0]  input_length;
    logic        dummy;
    logic        connected;  // the path from the multiplexers to the converter
  } madc_t;

  // Temporaries of inlined functions would be cleared in every cycle.
  function automatic madc_t decode_madc(input logic [9:0][31:0] words);
    // verilator no_inline_task
    madc_t madc;
    logic [31:0] cycles;
    cycles = 32'(get_madc_config_conversion_cycles_offset(words)) +
        32'(get_madc_config_sample_duration_adjust(words));
    if (get_madc_config_enable_madc_clock_scaling(words))
      cycles = cycles * 2 * (32'(get_madc_config_madc_clock_scale_value(words)) + 32'd1);
    madc.sample_cycles = 18'(cycles < MinCycles ? MinCycles : cycles);
    madc.wait_cycles = 11'(get_madc_config_powerup_wait_value(words));
    if (get_madc_config_enable_calibration(words))
      madc.wait_cycles = madc.wait_cycles + 11'(get_madc_config_calibration_wait_value(words));
    madc.samples = get_madc_config_number_of_samples(words);
    madc.first_input = get_madc_config_active_mux_initially_selected_input(words);
    madc.input_length = get_madc_config_active_mux_input_select_length(words);
    madc.dummy = get_madc_config_enable_dummy_data(words);
    madc.connected = get_madc_config_connect_preamp_to_madc(words) &&
        get_madc_config_signal_selection_connect_active_mux(words) &&
        get_madc_config_signal_selection_connect_preamp(words);
    return madc;
  endfunction

  logic [31:0]            store_q [Words];  // unpacked: costs nothing at rest
  logic                   changed_q;
  logic [31:0]            data_q;
  logic                   control_valid_q;
  logic [31:0]            control_q;

  // What is needed only now and then is computed where it is used: at rest it costs nothing.
  // verilator lint_off BLKSEQ
  always_ff @(posedge clk_i) begin
    logic [31:0] word;
    if (control_valid_q) control_valid_q <= 1'b0;
    if (changed_q) changed_q <= 1'b0;
    if (!rst_ni) begin
      store_q         <= '{default: '0};
      changed_q       <= 1'b0;
      data_q          <= '0;
      control_valid_q <= 1'b0;
      control_q       <= '0;
    end else if (access_valid_i) begin
      word   = 32'(access_i.address) - BLOCK_READOUT_BASE;
      data_q <= '0;
      if (word < Words) begin
        if (access_i.write) begin
          changed_q <= 1'b1;
          store_q[word[4:0]] <=
              merge_bytes(store_q[word[4:0]], access_i.data, access_i.byte_enables) &
              Mask[word[4:0]];
          if (word == '0) begin
            control_valid_q <= 1'b1;
            control_q       <= merge_bytes('0, access_i.data, access_i.byte_enables);
          end
        end else begin
          data_q <= store_q[word[4:0]];
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    logic [9:0][31:0] settings;
    madc_t            madc;
    if (!rst_ni) begin
      sample_cycles_o <= 18'(MinCycles);
      wait_cycles_o   <= '0;
      samples_o       <= '0;
      first_input_o   <= 1'b0;
      input_length_o  <= '0;
      dummy_o         <= 1'b0;
      source_0_o      <= '0;
      source_1_o      <= '0;
    end else if (changed_q) begin
      for (int unsigned w = 0; w < 10; w++) settings[w] = store_q[Config+w];
      madc = decode_madc(settings);
      sample_cycles_o <= madc.sample_cycles;
      wait_cycles_o   <= madc.wait_cycles;
      samples_o       <= madc.samples;
      first_input_o   <= madc.first_input;
      input_length_o  <= madc.input_length;
      dummy_o         <= madc.dummy;
      source_0_o      <= madc.connected ? store_q[Source][12:0] : '0;
      source_1_o      <= madc.connected ? store_q[Source+1][12:0] : '0;
    end
  end
  // verilator lint_on BLKSEQ

  assign access_data_o   = data_q;
  assign control_valid_o = control_valid_q;
  assign control_o       = control_q;

endmodule
