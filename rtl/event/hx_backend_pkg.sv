// Decoding of the settings of one neuron and of one side of the backend.
// SPDX-License-Identifier: Apache-2.0
//
// Entries are packed as in hx_backend_registers: word w of the register in byte w.
package hx_backend_pkg;
  import hx_map_pkg::*;

  localparam logic [31:0] SettingsReset = {
      8'(NEURON_BACKEND_CONFIG_DEFAULT_3), 8'(NEURON_BACKEND_CONFIG_DEFAULT_2),
      8'(NEURON_BACKEND_CONFIG_DEFAULT_1), 8'(NEURON_BACKEND_CONFIG_DEFAULT_0)};

  // A word of a neuron's settings is written.
  typedef struct packed {
    logic       valid;
    logic [8:0] neuron;
    logic [1:0] word;
    logic [7:0] data;
  } settings_write_t;

  typedef struct packed {
    logic       spike_out;
    logic [7:0] address_out;
  } event_settings_t;

  typedef struct packed {
    logic       fast_clock;
    logic [7:0] refractory_time;  // periods of the chosen clock
    logic [3:0] reset_holdoff;
  } refractory_settings_t;

  typedef struct packed {
    logic       event_registers;
    logic       force_reset;
    logic       clocks;
    logic [3:0] scale_slow;  // a clock has 250 MHz / 2^(scale + 1)
    logic [3:0] scale_fast;
    logic [3:0] scale_adaptation;  // a pulse lasts a period of this clock
  } side_t;

  function automatic logic [3:0][31:0] words_of(input logic [31:0] entry);
    return {24'b0, entry[31:24], 24'b0, entry[23:16], 24'b0, entry[15:8], 24'b0, entry[7:0]};
  endfunction

  function automatic event_settings_t decode_event(input logic [31:0] entry);
    return '{
        spike_out: get_neuron_backend_config_enable_spike_out(words_of(entry)),
        address_out: get_neuron_backend_config_address_out(words_of(entry))
    };
  endfunction

  function automatic refractory_settings_t decode_refractory(input logic [31:0] entry);
    return '{
        fast_clock: get_neuron_backend_config_select_input_clock(words_of(entry)),
        refractory_time: get_neuron_backend_config_refractory_time(words_of(entry)),
        reset_holdoff: get_neuron_backend_config_reset_holdoff(words_of(entry))
    };
  endfunction

  function automatic side_t decode_side(input logic [31:0] word);
    logic [1:0][31:0] words;
    words = {32'b0, word};
    return '{
        event_registers: get_common_neuron_backend_config_enable_event_registers(words),
        force_reset: get_common_neuron_backend_config_force_reset(words),
        clocks: get_common_neuron_backend_config_enable_clocks(words),
        scale_slow: get_common_neuron_backend_config_clock_scale_slow(words),
        scale_fast: get_common_neuron_backend_config_clock_scale_fast(words),
        scale_adaptation: get_common_neuron_backend_config_clock_scale_adaptation_pulse(words)
    };
  endfunction

  // A bit for every neuron, set for those on the chosen sides.
  function automatic logic [511:0] neurons_of(input logic [1:0] sides);
    return {2{{128{sides[1]}}, {128{sides[0]}}}};
  endfunction

  // Settings of the fire lines, a bit for every neuron.
  typedef struct packed {
    logic [511:0] slave, master, bottom, right;
  } fire_lines_t;

  function automatic logic is_slave(input logic [7:0] word_3);
    return get_neuron_backend_config_enable_neuron_slave({24'b0, word_3, 96'b0});
  endfunction

  function automatic logic has_adaptation_pulse(input logic [7:0] word_2);
    return get_neuron_backend_config_enable_adaptation_pulse({56'b0, word_2, 64'b0});
  endfunction

  // Fires as the backends see them. A master drives its line with its fire; a line drives that of
  // the right neighbour if `right` is set, and is one with that of the column's other row if
  // `bottom` of either is. A slave takes the line in place of its own fire.
  function automatic logic [511:0] connect_fires(input logic [511:0] fire,
                                                 input fire_lines_t lines);
    logic [511:0] line;
    logic         top, low, from_top, from_low;
    from_top = 1'b0;
    from_low = 1'b0;
    for (int unsigned c = 0; c < 256; c++) begin
      top = from_top | (fire[c] & lines.master[c]);
      low = from_low | (fire[256+c] & lines.master[256+c]);
      if (lines.bottom[c] || lines.bottom[256+c]) begin
        top = top | low;
        low = top;
      end
      line[c] = top;
      line[256+c] = low;
      from_top = top & lines.right[c];
      from_low = low & lines.right[256+c];
    end
    return (fire & ~lines.slave) | (line & lines.slave);
  endfunction

  // Place of the lowest set bit.
  function automatic logic [5:0] lowest(input logic [63:0] bits);
    return 6'($countones((bits & -bits) - 1'b1));
  endfunction

endpackage
