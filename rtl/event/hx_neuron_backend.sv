// Digital backend of the 512 neurons.
// SPDX-License-Identifier: Apache-2.0
//
// Makes an event, a reset pulse and a refractory period of every fire, and counts spikes. A
// reset command of the bus (NeuronReset) or of the array (quads) acts like a fire in all of it;
// during the neuron's refractory period both are ignored. A side with its clocks off or under
// forced reset accepts neither. Fire in cycle t: event and reset line in cycle t + 1; the
// command of an access or array reset in cycle t likewise.
// Every accepted fire is a post pulse for the correlation sensors of the neuron's column in the
// next cycle; BlockPostPulse gives one to all neurons of a side whose clocks are on. With the
// post pulse of an accepted fire begins the neuron's adaptation pulse, if that is on. What it does
// depends on its length alone (2^(scale + 1) cycles, a scale for each side), so the analog core
// gets its start and the scale.
// Fires of masters reach their slaves over the fire lines in the same cycle (connect_fires).
// Not modelled: Bayesian modes; their settings, post_overwrite, the clock of the post pulses and
// the waits are stored only.
// Source: HICANN-X configuration map, "neuron digital backend".
module hx_neuron_backend
  import hx_backend_pkg::*;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    input logic [1:0]      array_reset_valid_i,  // index: half, 0 top
    input logic [1:0][5:0] array_reset_quad_i,
    input logic [1:0][3:0] array_reset_entries_i,
    input logic [1:0]        row_reset_valid_i,   // the same by the processors: half a row at once
    input logic [1:0]        row_reset_parity_i,  // 0 even, 1 odd columns
    input logic [1:0][127:0] row_reset_i,         // bit 127 is the first column

    input logic         fire_valid_i,
    input logic [511:0] fire_i,

    // verilator lint_off UNUSEDSIGNAL
    input logic [43:0] systime_i,  // the longest refractory clock needs 16 bits
    // verilator lint_on UNUSEDSIGNAL
    input logic [47:0] now_i,

    output logic [7:0]       neuron_event_valid_o,
    output logic [7:0][13:0] neuron_event_label_o,

    output logic         neuron_reset_changed_o,
    output logic [511:0] neuron_reset_o,

    output logic         neuron_post_valid_o,  // one cycle
    output logic [511:0] neuron_post_o,        // post pulses to the correlation sensors
    output logic [1:0]   side_post_o,          // one cycle: to all neurons of a side, 0 west

    output logic            neuron_adapt_valid_o,  // one cycle: adaptation pulses begin
    output logic [511:0]    neuron_adapt_o,        // of these neurons
    output logic [1:0][3:0] side_adapt_scale_o     // with valid: their scale, 0 west
);

  settings_write_t  settings_write;
  logic [1:0][31:0] common;
  side_t [1:0]      side;
  logic [31:0]      register_data, counter_data;
  logic             reset_valid, counter_access;
  logic [8:0]       access_neuron;
  logic [511:0]     refractory, accepted;
  logic             accepted_valid;
  logic [511:0]     adapting_q;  // the adaptation pulse is on
  logic [1:0]       post_pulse;

  hx_backend_registers i_registers (
      .clk_i, .rst_ni, .access_valid_i, .access_i, .access_data_o(register_data),
      .settings_write_o(settings_write), .common_o(common),
      .reset_valid_o(reset_valid), .post_pulse_o(post_pulse), .counter_access_o(counter_access), .neuron_o(access_neuron)
  );

  assign side = {decode_side(common[1]), decode_side(common[0])};

  // The lines cost nothing without slaves.
  fire_lines_t lines_q;
  logic [9:0]  slaves_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      lines_q  <= '0;
      slaves_q <= '0;
    end else if (settings_write.valid && settings_write.word == 2'd3) begin
      lines_q.slave[settings_write.neuron] <= is_slave(settings_write.data);
      lines_q.master[settings_write.neuron] <=
          get_neuron_backend_config_enable_neuron_master({24'b0, settings_write.data, 96'b0});
      lines_q.bottom[settings_write.neuron] <=
          get_neuron_backend_config_connect_fire_bottom({24'b0, settings_write.data, 96'b0});
      lines_q.right[settings_write.neuron] <=
          get_neuron_backend_config_connect_fire_to_right({24'b0, settings_write.data, 96'b0});
      slaves_q <= slaves_q + 10'(is_slave(settings_write.data))
          - 10'(lines_q.slave[settings_write.neuron]);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) adapting_q <= '0;
    else if (settings_write.valid && settings_write.word == 2'd2) begin
      adapting_q[settings_write.neuron] <= has_adaptation_pulse(settings_write.data);
    end
  end

  // Looked at only when something may be accepted; at rest it costs nothing to leave it as it
  // was, hence the latch.
  logic any;
  assign any = fire_valid_i || reset_valid || (|array_reset_valid_i) || (|row_reset_valid_i);
  // verilator lint_off LATCH
  always_latch begin
    if (any) begin
      accepted = fire_valid_i ? fire_i : '0;
      if (fire_valid_i && slaves_q != '0) accepted = connect_fires(accepted, lines_q);
      if (reset_valid) accepted[access_neuron] = 1'b1;
      // A quad holds every second column of eight: even columns in quads 0..31, odd in 32..63.
      for (int unsigned h = 0; h < 2; h++) begin
        if (array_reset_valid_i[h]) begin
          for (int unsigned entry = 0; entry < 4; entry++) begin
            if (array_reset_entries_i[h][entry])
              accepted[{1'(h), array_reset_quad_i[h][4:0], 2'(entry), array_reset_quad_i[h][5]}] = 1'b1;
          end
        end
        if (row_reset_valid_i[h]) begin
          for (int unsigned column = 0; column < 128; column++) begin
            if (row_reset_i[h][127-column])
              accepted[{1'(h), 7'(column), row_reset_parity_i[h]}] = 1'b1;
          end
        end
      end
      accepted = accepted & ~refractory & neurons_of({side[1].clocks && !side[1].force_reset,
                                                      side[0].clocks && !side[0].force_reset});
    end
  end
  // verilator lint_on LATCH
  assign accepted_valid = any && (|accepted);

  hx_backend_refractory i_refractory (
      .clk_i, .rst_ni,
      .accepted_valid_i(accepted_valid), .accepted_i(accepted),
      .side_i(side), .settings_write_i(settings_write), .systime_i(systime_i[15:0]), .now_i,
      .refractory_o(refractory), .reset_changed_o(neuron_reset_changed_o),
      .reset_o(neuron_reset_o)
  );

  hx_backend_events i_events (
      .clk_i, .rst_ni,
      .accepted_valid_i(accepted_valid), .accepted_i(accepted),
      .side_i(side), .settings_write_i(settings_write),
      .access_valid_i, .counter_access_i(counter_access), .counter_reset_i(access_i.write),
      .counter_neuron_i(access_neuron), .access_data_o(counter_data),
      .event_valid_o(neuron_event_valid_o), .event_label_o(neuron_event_label_o)
  );

  // Written where it is used: a copy of it would be made in every simulated cycle.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      neuron_post_valid_o  <= 1'b0;
      side_post_o          <= '0;
      neuron_adapt_valid_o <= 1'b0;
    end else if (accepted_valid || (|post_pulse)) begin
      neuron_post_valid_o  <= accepted_valid;
      neuron_post_o        <= accepted;
      side_post_o          <= post_pulse & {side[1].clocks, side[0].clocks};
      neuron_adapt_valid_o <= accepted_valid && (|(accepted & adapting_q));
      neuron_adapt_o       <= accepted & adapting_q;
      side_adapt_scale_o   <= {side[1].scale_adaptation, side[0].scale_adaptation};
    end else if (neuron_post_valid_o || (|side_post_o)) begin
      neuron_post_valid_o  <= 1'b0;
      side_post_o          <= '0;
      neuron_adapt_valid_o <= 1'b0;
    end
  end

  assign access_data_o = register_data | counter_data;

endmodule
