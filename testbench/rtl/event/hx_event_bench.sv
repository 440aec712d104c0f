// The event fabric of the chip on its own, wired as in hx_chip, for its comparison with C.
// SPDX-License-Identifier: Apache-2.0
//
// Access ports: 0 PADI top, 1 PADI bottom, 2 backend, 3 crossbar and background sources.
module hx_event_bench
  import hx_omnibus_pkg::request_t;
  import hx_link_pkg::event_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic [3:0]       access_valid_i,
    input  logic [3:0]       access_write_i,
    input  logic [3:0][25:0] access_address_i,
    input  logic [3:0][ 3:0] access_byte_enables_i,
    input  logic [3:0][31:0] access_data_i,
    output logic [3:0][31:0] access_data_o,

    input logic [511:0]      fire_i,
    input logic [1:0]        array_reset_valid_i,
    input logic [1:0][5:0]   array_reset_quad_i,
    input logic [1:0][3:0]   array_reset_entries_i,
    input logic [2:0]        link_valid_i,
    input logic [2:0][15:0]  link_label_i,
    input logic [3:0]        l2_ready_i,
    input logic [43:0]       systime_i,
    input logic [47:0]       now_i,

    output logic [7:0]       padi_valid_o,
    output logic [7:0][ 4:0] padi_row_select_o,
    output logic [7:0][ 5:0] padi_label_o,
    output logic [3:0]       l2_valid_o,
    output logic [3:0][15:0] l2_label_o,
    output logic [3:0][ 7:0] l2_timestamp_o,
    output logic             reset_changed_o,
    output logic [511:0]     reset_o,
    output logic             post_valid_o,
    output logic [511:0]     post_o,
    output logic [1:0]       side_post_o,
    output logic             adapt_valid_o,
    output logic [511:0]     adapt_o,
    output logic [1:0][ 3:0] side_adapt_scale_o
);

  request_t access[4];
  for (genvar b = 0; b < 4; b++) begin : gen_access
    assign access[b] = '{
        write: access_write_i[b],
        address: access_address_i[b],
        byte_enables: access_byte_enables_i[b],
        data: access_data_i[b]
    };
  end

  logic [7:0]       neuron_valid, background_valid, bus_valid, bus_ready;
  logic [7:0][13:0] neuron_label, background_label;
  logic [7:0][10:0] bus_label;
  event_t           l2_event[4];
  logic [31:0]      crossbar_data, background_data;

  hx_neuron_backend i_backend (
      .clk_i, .rst_ni, .access_valid_i(access_valid_i[2]), .access_i(access[2]),
      .access_data_o(access_data_o[2]), .array_reset_valid_i, .array_reset_quad_i,
      .array_reset_entries_i,
      .row_reset_valid_i('0),
      .row_reset_parity_i('0),
      .row_reset_i('0),
      .fire_valid_i(|fire_i), .fire_i, .systime_i, .now_i,
      .neuron_event_valid_o(neuron_valid), .neuron_event_label_o(neuron_label),
      .neuron_reset_changed_o(reset_changed_o), .neuron_reset_o(reset_o),
      .neuron_post_valid_o(post_valid_o), .neuron_post_o(post_o), .side_post_o,
      .neuron_adapt_valid_o(adapt_valid_o), .neuron_adapt_o(adapt_o), .side_adapt_scale_o
  );

  hx_background_source i_background (
      .clk_i, .rst_ni, .access_valid_i(access_valid_i[3]), .access_i(access[3]),
      .access_data_o(background_data), .now_i,
      .event_valid_o(background_valid), .event_label_o(background_label)
  );

  hx_event_crossbar i_crossbar (
      .clk_i, .rst_ni, .access_valid_i(access_valid_i[3]), .access_i(access[3]),
      .access_data_o(crossbar_data), .systime_i,
      .neuron_event_valid_i(neuron_valid), .neuron_event_label_i(neuron_label),
      .link_event_valid_i(link_valid_i), .link_event_label_i(link_label_i),
      .background_event_valid_i(background_valid), .background_event_label_i(background_label),
      .padi_event_valid_o(bus_valid), .padi_event_label_o(bus_label),
      .padi_event_ready_i(bus_ready),
      .l2_event_valid_o(l2_valid_o), .l2_event_o(l2_event), .l2_event_ready_i(l2_ready_i)
  );
  assign access_data_o[3] = crossbar_data | background_data;
  for (genvar k = 0; k < 4; k++) begin : gen_l2
    assign l2_label_o[k] = l2_event[k].label;
    assign l2_timestamp_o[k] = l2_event[k].timestamp;
  end

  for (genvar h = 0; h < 2; h++) begin : gen_padi
    // The settings go to the analog core, which is not here.
    // verilator lint_off PINCONNECTEMPTY
    hx_padi i_padi (
        .clk_i, .rst_ni, .access_valid_i(access_valid_i[h]), .access_i(access[h]),
        .access_data_o(access_data_o[h]), .event_valid_i(bus_valid[4*h+:4]),
        .event_label_i(bus_label[4*h+:4]), .event_ready_o(bus_ready[4*h+:4]),
        .padi_valid_o(padi_valid_o[4*h+:4]), .padi_row_select_o(padi_row_select_o[4*h+:4]),
        .padi_label_o(padi_label_o[4*h+:4]), .settings_changed_o(), .config_o(), .stp_o()
    );
    // verilator lint_on PINCONNECTEMPTY
  end

endmodule
