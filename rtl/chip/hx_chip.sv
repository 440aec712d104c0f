// The digital part of HICANN-X: link, Omnibus, system time, events, backends, array access.
// SPDX-License-Identifier: Apache-2.0
//
// Wiring only; address decode: hx_chip_pkg. Pins: docs/pins.md. The chip reset pin resets every register
// of the digital part; the memories of the analog core and the cycle counters go on.
// Undefined addresses read 0 and ignore writes.
module hx_chip
  import hx_chip_pkg::*;
  import hx_link_pkg::*;
  import hx_omnibus_pkg::*;
#(
    parameter int unsigned InitCycles = 2500,  // until a lane is up
    parameter bit LanesAlwaysUp = 1'b0         // for benches
) (
    input logic clk_i,         // 250 MHz
    input logic rst_ni,        // power-on reset
    input logic chip_reset_i,

    input  logic [31:0] skip_i,  // further cycles that this edge stands for, at most rest_o - 1
    output logic [31:0] rest_o,  // cycles that the chip rests (hx_chip_rest)

    input  logic jtag_tck_i,
    input  logic jtag_tms_i,
    input  logic jtag_tdi_i,
    output logic jtag_tdo_o,

    input  logic [9:0] lane_latency_i,  // one way, beyond LinkLatency, FPGA cycles; constant
    output logic [7:0] lane_ready_o,    // what the training on each lane tells the FPGA
    input  logic [7:0] lane_partner_i,  // the same from the FPGA
    input  logic       lane_rx_valid_i,
    input  logic [2:0] lane_rx_lane_i,
    input  lane_word_t lane_rx_word_i,
    output logic       lane_tx_valid_o,
    output logic [2:0] lane_tx_lane_o,
    output lane_word_t lane_tx_word_o,

    output logic [7:0]      padi_valid_o,
    output logic [7:0][4:0] padi_row_select_o,
    output logic [7:0][5:0] padi_label_o,

    output logic         neuron_reset_changed_o,
    output logic [511:0] neuron_reset_o,
    input  logic         fire_valid_i,
    input  logic [511:0] fire_i,

    output logic         neuron_post_valid_o,
    output logic [511:0] neuron_post_o,
    output logic [1:0]   side_post_o,

    output logic            neuron_adapt_valid_o,
    output logic [511:0]    neuron_adapt_o,
    output logic [1:0][3:0] side_adapt_scale_o,

    output logic        madc_sample_o,
    output logic [12:0] madc_source_o,
    input  logic [ 9:0] madc_value_i,

    output logic [1:0]       padi_changed_o,  // index: half; settings for the analog core
    output logic [1:0][31:0] padi_config_o,
    output logic [1:0][31:0] padi_stp_o,

    output logic [1:0]      cadc_convert_o,
    output logic [1:0][8:0] cadc_row_o,
    output logic [1:0][1:0] cadc_crossed_o,

    output logic [2:0]       word_valid_o,
    output logic [2:0]       word_write_o,
    output logic [2:0][3:0]  word_block_o,
    output logic [2:0][21:0] word_offset_o,
    output logic [2:0][3:0]  word_byte_enables_o,
    output logic [2:0][31:0] word_data_o,
    input  logic [2:0][31:0] word_data_i,

    output logic [1:0]         row_valid_o,   // index: half
    output logic [1:0]         row_write_o,
    output logic [1:0][21:0]   row_offset_o,
    output logic [1:0][127:0]  row_byte_enables_o,
    output logic [1:0][1023:0] row_data_o,
    input  logic [1:0][1023:0] row_data_i,

    output logic        bus_valid_o,    // for waves and their triggers: an access was taken
    output logic        bus_write_o,
    output logic [25:0] bus_address_o,
    output logic [31:0] bus_data_o,     // of a write

    output logic [1:0]       ppu_clock_o,    // falling clock edges matter: a processor is clocked

    output logic [1:0]       ppu_sleep_o,    // for waves and their triggers: asleep or in reset
    output logic [1:0]       ppu_issue_o,    // an instruction issues
    output logic [1:0][29:0] ppu_address_o,  // its word address
    output logic [1:0][31:0] ppu_word_o
);

  localparam int unsigned PadiTop = 32'(SlavePadiTop);

  logic rst_n;
  assign rst_n = rst_ni && !chip_reset_i;

  logic [43:0] systime;
  logic [47:0] now;
  logic        sync, synced;
  logic [1:0][11:0] sense_delay;

  logic      [2:0]       link_event_valid;
  logic      [2:0][15:0] link_event_label;
  logic      [3:0]       l2_event_valid, l2_event_ready, out_event_ready, out_event_valid;
  event_t                l2_event[4];
  event_t    [3:0]       out_event;
  logic      [7:0]       neuron_event_valid;
  logic      [7:0][13:0] neuron_event_label;
  logic      [7:0]       bus_event_valid, bus_event_ready;
  logic      [7:0][10:0] bus_event_label;
  logic      [1:0]       array_reset_valid;
  logic      [1:0][5:0]  array_reset_quad;
  logic      [1:0][3:0]  array_reset_entries;
  logic                  sample_valid;
  event_t                sample;

  logic [1:0]         row_reset_valid, row_reset_parity;
  logic [1:0][127:0]  row_reset;
  logic [1:0]         row_request, row_done;
  logic [1:0][21:0]   row_address;

  // Masters: 0 JTAG and the processors in turn, 1 link, which asks in every second cycle at most
  // and goes first.
  logic      [1:0] port_request_valid, port_request_ready;
  logic      [1:0] port_response_valid, port_response_ready;
  request_t        port_request[2], turn_request[3], unit_request[2];
  logic            jtag_request_valid, jtag_request_ready, jtag_response_valid,
                   jtag_response_ready;
  logic      [1:0] unit_request_valid, unit_request_ready, unit_response_valid,
                   unit_response_ready;
  logic      master_request_valid, master_request_ready;
  logic      master_response_valid, master_response_ready;
  request_t  master_request, request;
  response_t master_response, port_response;
  logic        pll_write;
  logic [ 2:0] pll_register;
  logic [31:0] pll_data;
  // verilator lint_off UNUSEDSIGNAL
  // Stored only.
  logic      [7:0][21:0] phy_config;
  // verilator lint_on UNUSEDSIGNAL
  logic      [Slaves-1:0] request_valid, request_ready, response_valid, response_ready;
  response_t              response[Slaves];

  // Unpacked arrays cost nothing at rest.
  logic     [RegisterBlocks-1:0] access_valid;
  request_t                      access[RegisterBlocks];
  logic     [31:0]               access_data[RegisterBlocks];

  logic [7:0] phy_enable, phy_usable, lane_up;

  // Blocks behind one port answer 0 to addresses of the others.
  logic [31:0] link_data, register_data, pll_file_data, readout_data;
  logic [1:0][31:0] ppu_data;
  assign access_data[3'(SlaveRegisters)] =
      link_data | register_data | pll_file_data | readout_data | ppu_data[0] | ppu_data[1];

  hx_lane_state #(.InitCycles(InitCycles), .LanesAlwaysUp(LanesAlwaysUp)) i_lane_state (
      .clk_i, .rst_ni(rst_n), .ready_i(phy_enable & phy_usable), .partner_i(lane_partner_i),
      .ready_o(lane_ready_o), .up_o(lane_up)
  );

  memory_word_t memory_word;
  memory_data_t memory_data;
  logic         memory_valid, memory_busy, memory_ready, memory_data_valid;

  hx_chip_link i_link (
      .clk_i, .rst_ni(rst_n), .lane_latency_i, .lane_ready_i(lane_ready_o), .lane_up_i(lane_up),
      .lane_rx_valid_i, .lane_rx_lane_i, .lane_rx_word_i,
      .lane_tx_valid_o, .lane_tx_lane_o, .lane_tx_word_o,
      .link_event_valid_o(link_event_valid), .link_event_label_o(link_event_label),
      .l2_event_valid_i(out_event_valid), .l2_event_i(out_event),
      .l2_event_ready_o(out_event_ready),
      .request_valid_o(port_request_valid[1]), .request_o(port_request[1]),
      .request_ready_i(port_request_ready[1]), .response_valid_i(port_response_valid[1]),
      .response_i(port_response), .response_ready_o(port_response_ready[1]),
      .memory_valid_i(memory_valid), .memory_i(memory_word),
      .memory_ready_o(memory_ready), .memory_data_valid_o(memory_data_valid),
      .memory_data_o(memory_data),
      .access_valid_i(access_valid[3'(SlaveRegisters)]), .access_i(access[3'(SlaveRegisters)]),
      .access_data_o(link_data),
      .now_i(now), .systime_i(systime), .sync_o(sync), .synced_i(synced)
  );

  hx_jtag_tap i_tap (
      .clk_i, .power_on_rst_ni(rst_ni), .rst_ni(rst_n),
      .jtag_tck_i, .jtag_tms_i, .jtag_tdi_i, .jtag_tdo_o,
      .request_valid_o(jtag_request_valid), .request_o(turn_request[0]),
      .request_ready_i(jtag_request_ready), .response_valid_i(jtag_response_valid),
      .response_i(port_response), .response_ready_o(jtag_response_ready),
      .pll_write_o(pll_write), .pll_register_o(pll_register), .pll_data_o(pll_data),
      .phy_config_o(phy_config), .phy_usable_o(phy_usable)
  );

  hx_omnibus_turns #(.Masters(3)) i_turns (
      .clk_i, .rst_ni(rst_n), .request_valid_i({unit_request_valid, jtag_request_valid}),
      .request_i(turn_request), .request_ready_o({unit_request_ready, jtag_request_ready}),
      .response_valid_o({unit_response_valid, jtag_response_valid}),
      .response_ready_i({unit_response_ready, jtag_response_ready}),
      .request_valid_o(port_request_valid[0]), .request_o(port_request[0]),
      .request_ready_i(port_request_ready[0]), .response_valid_i(port_response_valid[0]),
      .response_ready_o(port_response_ready[0])
  );

  hx_omnibus_merge i_masters (
      .clk_i, .rst_ni(rst_n), .request_valid_i(port_request_valid), .request_0_i(port_request[0]),
      .request_1_i(port_request[1]),
      .request_ready_o(port_request_ready), .response_valid_o(port_response_valid),
      .response_o(port_response), .response_ready_i(port_response_ready),
      .request_valid_o(master_request_valid), .request_o(master_request),
      .request_ready_i(master_request_ready), .response_valid_i(master_response_valid),
      .response_i(master_response), .response_ready_o(master_response_ready)
  );

  // A memory takes its time before the request to it goes on.
  logic split_request_ready, memory_had_time;
  hx_memory_timing i_memory_timing (
      .clk_i, .power_on_rst_ni(rst_ni), .rst_ni(rst_n), .request_valid_i(master_request_valid),
      .request_i(master_request), .taken_i(master_request_valid && master_request_ready),
      .ready_o(memory_had_time)
  );
  assign master_request_ready = split_request_ready && memory_had_time;

  slave_t slave;
  assign slave = master_request_valid ? decode_slave(master_request.address) : SlaveRegisters;

  always_ff @(posedge clk_i) begin
    bus_valid_o <= master_request_valid && master_request_ready;
    if (master_request_valid) begin
      bus_write_o   <= master_request.write;
      bus_address_o <= 26'(master_request.address);
      bus_data_o    <= master_request.data;
    end
  end

  hx_omnibus_split #(.Slaves(Slaves)) i_omnibus (
      .clk_i, .rst_ni(rst_n), .request_valid_i(master_request_valid && memory_had_time),
      .request_i(master_request), .select_i(slave), .request_ready_o(split_request_ready),
      .response_valid_o(master_response_valid), .response_o(master_response),
      .response_ready_i(master_response_ready), .request_valid_o(request_valid),
      .request_o(request), .request_ready_i(request_ready), .response_valid_i(response_valid),
      .response_i(response), .response_ready_o(response_ready)
  );

  for (genvar s = 0; s < RegisterBlocks; s++) begin : gen_slave
    hx_omnibus_slave i_slave (
        .clk_i, .rst_ni(rst_n), .request_valid_i(request_valid[s]), .request_i(request),
        .request_ready_o(request_ready[s]), .response_valid_o(response_valid[s]),
        .response_o(response[s]), .response_ready_i(response_ready[s]),
        .access_valid_o(access_valid[s]), .access_o(access[s]), .access_data_i(access_data[s])
    );
  end

  // Samples of the fast ADC share the way of the first event output and go before its spikes.
  assign l2_event_ready   = {out_event_ready[3:1], out_event_ready[0] && !sample_valid};
  assign out_event_valid = {l2_event_valid[3:1], l2_event_valid[0] || sample_valid};
  // Looked at only when valid; at rest it costs nothing to leave it as it was, hence the latch.
  // verilator lint_off LATCH
  always_latch begin
    if (out_event_valid != '0) begin
      for (int unsigned k = 0; k < 4; k++) out_event[k] = l2_event[k];
      if (sample_valid) out_event[0] = sample;
    end
  end
  // verilator lint_on LATCH

  hx_chip_registers i_registers (
      .clk_i, .rst_ni(rst_n), .access_valid_i(access_valid[3'(SlaveRegisters)]),
      .access_i(access[3'(SlaveRegisters)]), .access_data_o(register_data),
      .phy_enable_o(phy_enable), .sense_delay_o(sense_delay), .cadc_crossed_o
  );

  hx_pll i_pll (
      .clk_i, .rst_ni(rst_n), .access_valid_i(access_valid[3'(SlaveRegisters)]),
      .access_i(access[3'(SlaveRegisters)]), .access_data_o(pll_file_data),
      .jtag_write_i(pll_write), .jtag_register_i(pll_register), .jtag_data_i(pll_data), .now_i(now)
  );

  hx_readout i_readout (
      .clk_i, .rst_ni(rst_n), .access_valid_i(access_valid[3'(SlaveRegisters)]),
      .access_i(access[3'(SlaveRegisters)]), .access_data_o(readout_data),
      .timestamp_i(systime[7:0]), .now_i(now), .madc_sample_o, .madc_source_o, .madc_value_i,
      .event_valid_o(sample_valid), .event_o(sample), .event_ready_i(out_event_ready[0])
  );

  hx_chip_processors i_processors (
      .clk_i, .rst_ni(rst_n), .now_i(now),
      .access_valid_i(access_valid[3'(SlaveRegisters)]),
      .access_i(access[3'(SlaveRegisters)]), .access_data_o(ppu_data),
      .request_valid_o(unit_request_valid), .request_o(unit_request),
      .request_ready_i(unit_request_ready), .response_valid_i(unit_response_valid),
      .response_i(port_response), .response_ready_o(unit_response_ready),
      .memory_valid_o(memory_valid), .memory_o(memory_word), .memory_busy_o(memory_busy),
      .memory_ready_i(memory_ready), .memory_data_valid_i(memory_data_valid),
      .memory_data_i(memory_data), .row_request_o(row_request), .row_write_o,
      .row_address_o(row_address), .row_byte_enables_o, .row_data_o, .row_done_i(row_done),
      .row_data_i, .ppu_clock_o, .ppu_sleep_o, .ppu_issue_o, .ppu_address_o, .ppu_word_o
  );

  assign turn_request[1] = unit_request[0];
  assign turn_request[2] = unit_request[1];

  hx_systime i_systime (
      .clk_i, .power_on_rst_ni(rst_ni), .rst_ni(rst_n), .skip_i,
      .access_valid_i(access_valid[3'(SlaveSystime)]),
      .access_i(access[3'(SlaveSystime)]), .access_data_o(access_data[3'(SlaveSystime)]),
      .sync_i(sync), .synced_o(synced), .systime_o(systime), .now_o(now)
  );

  for (genvar h = 0; h < 2; h++) begin : gen_padi
    hx_padi i_padi (
        .clk_i, .rst_ni(rst_n), .access_valid_i(access_valid[PadiTop+h]),
        .access_i(access[PadiTop+h]), .access_data_o(access_data[PadiTop+h]),
        .event_valid_i(bus_event_valid[4*h+:4]), .event_label_i(bus_event_label[4*h+:4]),
        .event_ready_o(bus_event_ready[4*h+:4]), .padi_valid_o(padi_valid_o[4*h+:4]),
        .padi_row_select_o(padi_row_select_o[4*h+:4]), .padi_label_o(padi_label_o[4*h+:4]),
        .settings_changed_o(padi_changed_o[h]), .config_o(padi_config_o[h]), .stp_o(padi_stp_o[h])
    );
  end

  hx_neuron_backend i_backend (
      .clk_i, .rst_ni(rst_n), .access_valid_i(access_valid[3'(SlaveBackend)]),
      .access_i(access[3'(SlaveBackend)]), .access_data_o(access_data[3'(SlaveBackend)]),
      .array_reset_valid_i(array_reset_valid), .array_reset_quad_i(array_reset_quad),
      .array_reset_entries_i(array_reset_entries), .row_reset_valid_i(row_reset_valid),
      .row_reset_parity_i(row_reset_parity), .row_reset_i(row_reset),
      .fire_valid_i, .fire_i, .systime_i(systime), .now_i(now),
      .neuron_event_valid_o(neuron_event_valid), .neuron_event_label_o(neuron_event_label),
      .neuron_reset_changed_o, .neuron_reset_o, .neuron_post_valid_o, .neuron_post_o,
      .side_post_o, .neuron_adapt_valid_o, .neuron_adapt_o, .side_adapt_scale_o
  );

  logic [7:0] background_event_valid;
  logic [7:0][13:0] background_event_label;
  logic [31:0] crossbar_data, background_data;

  hx_background_source i_background (
      .clk_i, .rst_ni(rst_n), .access_valid_i(access_valid[3'(SlaveCrossbar)]),
      .access_i(access[3'(SlaveCrossbar)]), .access_data_o(background_data), .now_i(now),
      .event_valid_o(background_event_valid), .event_label_o(background_event_label)
  );

  // Each block answers 0 to addresses of the other.
  assign access_data[3'(SlaveCrossbar)] = crossbar_data | background_data;

  hx_event_crossbar i_crossbar (
      .clk_i, .rst_ni(rst_n), .access_valid_i(access_valid[3'(SlaveCrossbar)]),
      .access_i(access[3'(SlaveCrossbar)]), .access_data_o(crossbar_data),
      .systime_i(systime), .neuron_event_valid_i(neuron_event_valid),
      .neuron_event_label_i(neuron_event_label), .link_event_valid_i(link_event_valid),
      .link_event_label_i(link_event_label), .background_event_valid_i(background_event_valid),
      .background_event_label_i(background_event_label), .padi_event_valid_o(bus_event_valid),
      .padi_event_label_o(bus_event_label), .padi_event_ready_i(bus_event_ready),
      .l2_event_valid_o(l2_event_valid), .l2_event_o(l2_event), .l2_event_ready_i(l2_event_ready)
  );

  hx_analog_bus i_analog (
      .clk_i, .rst_ni(rst_n), .request_valid_i(request_valid[SlaveAnalog]), .request_i(request),
      .request_ready_o(request_ready[SlaveAnalog]),
      .response_valid_o(response_valid[SlaveAnalog]), .response_o(response[SlaveAnalog]),
      .response_ready_i(response_ready[SlaveAnalog]), .word_valid_o(word_valid_o[2]),
      .word_write_o(word_write_o[2]), .word_block_o(word_block_o[2]),
      .word_offset_o(word_offset_o[2]), .word_byte_enables_o(word_byte_enables_o[2]),
      .word_data_o(word_data_o[2]), .word_data_i(word_data_i[2])
  );

  for (genvar h = 0; h < 2; h++) begin : gen_array
    localparam int unsigned S = 32'(SlaveArrayTop) + h;
    hx_synapse_access #(.Half(h)) i_array (
        .clk_i, .rst_ni(rst_n), .request_valid_i(request_valid[S]), .request_i(request),
        .request_ready_o(request_ready[S]), .response_valid_o(response_valid[S]),
        .response_o(response[S]), .response_ready_i(response_ready[S]),
        .sense_delay_i(sense_delay[h]), .now_i(now), .word_valid_o(word_valid_o[h]),
        .word_write_o(word_write_o[h]), .word_block_o(word_block_o[h]),
        .word_offset_o(word_offset_o[h]), .word_byte_enables_o(word_byte_enables_o[h]),
        .word_data_o(word_data_o[h]), .word_data_i(word_data_i[h]),
        .cadc_convert_o(cadc_convert_o[h]), .cadc_row_o(cadc_row_o[h]),
        .array_reset_valid_o(array_reset_valid[h]), .array_reset_quad_o(array_reset_quad[h]),
        .array_reset_entries_o(array_reset_entries[h]),
        .row_request_i(row_request[h]), .row_write_i(row_write_o[h]),
        .row_address_i(row_address[h]), .row_enable_i(row_byte_enables_o[h]),
        .row_data_i(row_data_o[h]), .row_done_o(row_done[h]), .row_valid_o(row_valid_o[h]),
        .row_offset_o(row_offset_o[h]), .row_reset_valid_o(row_reset_valid[h]),
        .row_reset_parity_o(row_reset_parity[h]), .row_reset_o(row_reset[h])
    );
  end

  hx_chip_rest i_rest (.rest_o);

endmodule
