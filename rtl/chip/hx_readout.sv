// Readout: settings and the fast ADC that follows them.
// SPDX-License-Identifier: Apache-2.0
module hx_readout
  import hx_link_pkg::event_t;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,  // 0 if the access was to another place

    input logic [ 7:0] timestamp_i,
    input logic [47:0] now_i,

    output logic        madc_sample_o,  // pins of the chip
    output logic [12:0] madc_source_o,
    input  logic [ 9:0] madc_value_i,

    output logic   event_valid_o,       // samples
    output event_t event_o,
    input  logic   event_ready_i
);

  logic             madc_control_valid;
  logic [31:0]      madc_control;
  logic [17:0]      sample_cycles;
  logic [10:0]      wait_cycles;
  logic [15:0]      madc_samples;
  logic             first_input, madc_dummy;
  logic [3:0]       input_length;
  logic [12:0]      readout_source_0, readout_source_1;

  hx_readout_registers i_registers (
      .clk_i, .rst_ni, .access_valid_i, .access_i, .access_data_o,
      .control_valid_o(madc_control_valid), .control_o(madc_control),
      .sample_cycles_o(sample_cycles), .wait_cycles_o(wait_cycles), .samples_o(madc_samples),
      .first_input_o(first_input), .input_length_o(input_length), .dummy_o(madc_dummy),
      .source_0_o(readout_source_0), .source_1_o(readout_source_1)
  );

  hx_madc i_madc (
      .clk_i, .rst_ni, .control_valid_i(madc_control_valid), .control_i(madc_control),
      .sample_cycles_i(sample_cycles), .wait_cycles_i(wait_cycles), .samples_i(madc_samples),
      .first_input_i(first_input), .input_length_i(input_length), .dummy_i(madc_dummy),
      .source_0_i(readout_source_0), .source_1_i(readout_source_1), .timestamp_i, .now_i,
      .sample_o(madc_sample_o), .source_o(madc_source_o), .value_i(madc_value_i),
      .event_valid_o, .event_o, .event_ready_i
  );

endmodule
