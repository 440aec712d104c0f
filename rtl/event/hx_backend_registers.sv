// Registers of the neuron backend: settings of 512 neurons and of both sides, commands.
// SPDX-License-Identifier: Apache-2.0
//
// Neuron n = 256 * row + column; side 0 (west) has the columns 0..127. A neuron's four words
// have 8 used bits each and are kept in one 32-bit entry, word w in byte w. After reset all
// settings are those of the public software's containers: no spike output, refractory time 0;
// the memory's timing is 0 (hx_memory_timing).
// Commands (neuron reset, post pulse, spike counter reset)
// and settings appear on the outputs in the cycle of the access; the blocks that need a
// neuron's settings keep them beside their state: an array at a port would be copied in every
// simulated cycle.
module hx_backend_registers
  import hx_backend_pkg::*;
  import hx_event_pkg::merge_bytes;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    output settings_write_t  settings_write_o,
    output logic [1:0][31:0] common_o,  // first word of the common settings, per side

    output logic       reset_valid_o,
    output logic [1:0] post_pulse_o,  // BlockPostPulse was written, per side
    output logic       counter_access_o,  // read or clear the counter of this neuron
    output logic [8:0] neuron_o
);

  localparam logic [31:0] NeuronWords = 32'd1024;  // 256 neurons, four addresses each

  logic [31:0]           settings_q [512];
  logic [1:0][1:0][31:0] common_q;
  logic [1:0][1:0][31:0] timing_q;
  logic [31:0]           data_q;

  logic side;
  logic [31:0] address;  // without the bit of the side
  logic [9:0] offset;    // word in a group of neurons
  logic [1:0] word;
  logic is_settings, is_common, is_timing;

  always_comb begin
    side = |(32'(access_i.address) & 32'(NEURON_BACKEND_CONFIG_SIDE_STRIDE));
    address = 32'(access_i.address) & ~32'(NEURON_BACKEND_CONFIG_SIDE_STRIDE);
    offset = '0;
    is_settings = 1'b0;
    is_common = 1'b0;
    is_timing = 1'b0;
    reset_valid_o = 1'b0;
    post_pulse_o = '0;
    counter_access_o = 1'b0;
    if (access_valid_i) begin
      if (address - NEURON_BACKEND_CONFIG_BASE < NeuronWords) begin
        offset = 10'(address - NEURON_BACKEND_CONFIG_BASE);
        is_settings = 1'b1;
      end
      is_common = address - COMMON_NEURON_BACKEND_CONFIG_BASE < COMMON_NEURON_BACKEND_CONFIG_WORDS;
      is_timing = address - NEURON_BACKEND_SRAM_TIMING_CONFIG_BASE
          < NEURON_BACKEND_SRAM_TIMING_CONFIG_WORDS;
      post_pulse_o[side] = access_i.write && address == BLOCK_POST_PULSE_BASE;
      if (address - NEURON_RESET_BASE < NeuronWords) begin
        offset = 10'(address - NEURON_RESET_BASE);
        reset_valid_o = access_i.write && offset[1:0] == '0;
      end
      if (address - SPIKE_COUNTER_READ_BASE < NeuronWords) begin
        offset = 10'(address - SPIKE_COUNTER_READ_BASE);
        counter_access_o = !access_i.write && offset[1:0] == '0;
      end
      if (address - SPIKE_COUNTER_RESET_BASE < NeuronWords) begin
        offset = 10'(address - SPIKE_COUNTER_RESET_BASE);
        counter_access_o = access_i.write && offset[1:0] == '0;
      end
    end
    word = offset[1:0];
    // Number on the side is (column mod 128) + 128 * row.
    neuron_o = {offset[9], side, offset[8:2]};
    settings_write_o = '{
        valid: is_settings && access_i.write && access_i.byte_enables[0],
        neuron: neuron_o,
        word: word,
        data: access_i.data[7:0]
    };
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      settings_q <= '{default: SettingsReset};
      common_q <= {2{COMMON_NEURON_BACKEND_CONFIG_DEFAULT_1, COMMON_NEURON_BACKEND_CONFIG_DEFAULT_0}};
      timing_q <= '0;
      data_q <= '0;
    end else if (access_valid_i) begin
      data_q <= '0;
      if (is_settings) begin
        if (!access_i.write) data_q <= 32'(settings_q[neuron_o][8*word+:8]);
        else if (settings_write_o.valid) settings_q[neuron_o][8*word+:8] <= access_i.data[7:0];
      end
      if (is_common) begin
        if (!access_i.write) begin
          data_q <= common_q[side][address[0]];
        end else begin
          common_q[side][address[0]] <= merge_bytes(
              common_q[side][address[0]], access_i.data, access_i.byte_enables)
              & (address[0] ? COMMON_NEURON_BACKEND_CONFIG_MASK_1 : COMMON_NEURON_BACKEND_CONFIG_MASK_0);
        end
      end
      if (is_timing) begin
        if (!access_i.write) begin
          data_q <= timing_q[side][address[0]];
        end else begin
          timing_q[side][address[0]] <= merge_bytes(
              timing_q[side][address[0]], access_i.data, access_i.byte_enables) & 32'hFF;
        end
      end
    end
  end

  assign access_data_o = data_q;
  assign common_o = {common_q[1][0], common_q[0][0]};

endmodule
