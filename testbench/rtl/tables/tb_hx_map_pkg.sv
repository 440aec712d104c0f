// The generated package decodes known words and agrees with published defaults.
// SPDX-License-Identifier: Apache-2.0
module tb_hx_map_pkg;
  import hx_map_pkg::*;

  int unsigned failures = 0;

  function automatic void expect_equal(string what, logic [31:0] got, logic [31:0] wanted);
    if (got !== wanted) begin
      $display("%s: %h instead of %h", what, got, wanted);
      failures++;
    end
  endfunction

  // Neuron 5, driver 77, weights, labels of the map's worked example.
  task automatic check_worked_example();
    logic [3:0][31:0] backend = {32'h30, 32'h96, 32'hD0, 32'hF5};
    logic [2:0][31:0] driver = {32'h40, 32'h3F10, 32'hBE00};
    logic [5:0][31:0] circuit = {32'h10, 32'h3C, 32'hFC, 32'h00, 32'h10, 32'h0C};
    expect_equal("address_out", 32'(get_neuron_backend_config_address_out(backend)), 32'h2A);
    expect_equal("refractory_time", 32'(get_neuron_backend_config_refractory_time(backend)), 250);
    expect_equal("reset_holdoff", 32'(get_neuron_backend_config_reset_holdoff(backend)), 15);
    expect_equal("input clock", 32'(get_neuron_backend_config_select_input_clock(backend)), 1);
    expect_equal("spike out", 32'(get_neuron_backend_config_enable_spike_out(backend)), 1);
    expect_equal("receiver", 32'(get_synapse_driver_config_enable_receiver(driver)), 1);
    expect_equal("address out", 32'(get_synapse_driver_config_enable_address_out(driver)), 1);
    expect_equal("mask", 32'(get_synapse_driver_config_row_address_compare_mask(driver)), 31);
    expect_equal("bottom", 32'(get_synapse_driver_config_row_mode_excitatory_bottom(driver)), 1);
    expect_equal("top", 32'(get_synapse_driver_config_row_mode_excitatory_top(driver)), 0);
    expect_equal("hagen", 32'(get_synapse_driver_config_hagen_dac_offset(driver)), 0);
    expect_equal("capacitor", 32'(get_neuron_config_membrane_capacitor_size(circuit)), 63);
    expect_equal("soma", 32'(get_neuron_config_connect_soma(circuit)), 1);
    expect_equal("weight 63", 32'(get_synapse_weight_quad_weight_2(32'h3F00)), 63);
    expect_equal("weight 40", 32'(get_synapse_weight_quad_weight_2(32'h2200)), 40);
    expect_equal("label", 32'(get_synapse_label_quad_label_2(32'h2C00)), 32'h2C);
    expect_equal("row select", 32'(get_padi_event_row_select_address(32'h04EC_0002)), 19);
    expect_equal("event label", 32'(get_padi_event_event_address(32'h04EC_0002)), 32'h2C);
  endtask

  task automatic check_encodings();
    logic [1:0][31:0] timing = {32'h35, 32'h63};  // read delay 82, setup 15, width 2
    logic [1:0][31:0] pll = {32'hC0CB_F200, 32'h2A20_A902};
    logic [2:0][31:0] driver = {32'h0, 32'h1, 32'h0};
    expect_equal("gray delay", 32'(get_capmem_sram_timing_config_read_delay(timing)), 82);
    expect_equal("gray setup", 32'(get_capmem_sram_timing_config_address_setup_time(timing)), 15);
    expect_equal("gray width", 32'(get_capmem_sram_timing_config_write_width(timing)), 2);
    expect_equal("offset low", 32'(get_cadc_channel_config_offset(32'h09)), -32'd119);
    expect_equal("offset zero", 32'(get_cadc_channel_config_offset(32'h80)), 0);
    expect_equal("offset high", 32'(get_cadc_channel_config_offset(32'hFF)), 127);
    expect_equal("minus one", 32'(get_adpll_pre_div_p0(pll)), 2);
    expect_equal("inverted", 32'(get_adpll_enable_output_clock(pll)), 1);
    expect_equal("reversed", 32'(get_synapse_driver_config_recovery(driver)), 8);
  endtask

  task automatic check_constants();
    expect_equal("backend base", NEURON_BACKEND_CONFIG_BASE, 32'h001A_1000);
    expect_equal("side stride", 32'(NEURON_BACKEND_CONFIG_SIDE_STRIDE), 32'h8000);
    expect_equal("words", 32'(NEURON_BACKEND_CONFIG_WORDS), 4);
    expect_equal("driver default 0", SYNAPSE_DRIVER_CONFIG_DEFAULT_0, 32'h3E00);
    expect_equal("driver default 1", SYNAPSE_DRIVER_CONFIG_DEFAULT_1, 32'h3F00);
    expect_equal("driver default 2", SYNAPSE_DRIVER_CONFIG_DEFAULT_2, 32'h40);
    expect_equal("driver mask 2", SYNAPSE_DRIVER_CONFIG_MASK_2, 32'hDF);
    expect_equal("gray default 0", CAPMEM_SRAM_TIMING_CONFIG_DEFAULT_0, 32'h0F);
    expect_equal("gray default 1", CAPMEM_SRAM_TIMING_CONFIG_DEFAULT_1, 32'h1E);
    expect_equal("common default 1", COMMON_NEURON_BACKEND_CONFIG_DEFAULT_1, 32'h0470_0401);
    expect_equal("split words", COLUMN_CORRELATION_QUAD_BASE + COLUMN_CORRELATION_QUAD_OFFSET_3,
                 32'h02C4_4000);
    expect_equal("block", BLOCK_NEURON_BACKEND_BASE, 32'h001A_0000);
  endtask

  initial begin
    check_worked_example();
    check_encodings();
    check_constants();
    if (failures != 0) $fatal(1, "%0d values differ", failures);
    $display("PASS tb_hx_map_pkg");
    $finish;
  end

endmodule
