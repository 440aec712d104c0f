// Fast ADC: run control, sample clock, samples as events.
// SPDX-License-Identifier: Apache-2.0
//
// Off -> (wake up) -> powering up for powerup_wait_value cycles, and calibration_wait_value more
// with calibration -> ready -> (start recording) -> recording. A start during power-up is taken
// at its end, one in Off ignored. Recording ends with a stop, or after number_of_samples unless
// continuous; then the converter is ready, or off if power-down after sampling is set.
// The converter runs at 500 MHz, divided by 2 * (scale + 1) with clock scaling. A sample lasts
// conversion_cycles_offset + sample_duration_adjust cycles (12 + 5: 29.4 MSample/s), at least 4;
// the first is taken one sample time after the start. Input: the multiplexer that is
// selected first, and after input_select_length samples the other one in turn; length 0 never
// changes. The analog core gives the value of a sample in the cycle of sample_o; it is an event
// with channel = multiplexer in [10] and the 10-bit value in [9:0], time stamp that of the
// sample. Dummy data: the number of the sample in place of the value.
// Samples that find no free place among Depth waiting ones are lost and counted in dropped_q.
// Our choices: units of the waits, meaning of length 0 and of dummy data, start in power-up.
// Source: HICANN-X configuration map, "MADC, readout, pads"; sample rate: published formula.
module hx_madc
  import hx_link_pkg::event_t;
  import hx_map_pkg::*;
#(
    parameter int unsigned Depth = 16      // samples, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input logic             control_valid_i,
    input logic [31:0]      control_i,
    input logic [17:0]      sample_cycles_i,  // of 2 ns
    input logic [10:0]      wait_cycles_i,    // of 2 ns
    input logic [15:0]      samples_i,
    input logic             first_input_i,
    input logic [ 3:0]      input_length_i,
    input logic             dummy_i,
    input logic [12:0]      source_0_i,
    input logic [12:0]      source_1_i,

    input logic [ 7:0] timestamp_i,
    input logic [47:0] now_i,

    output logic        sample_o,  // one cycle
    output logic [12:0] source_o,  // bits of the multiplexer in use, 0: not connected
    input  logic [ 9:0] value_i,   // one edge after sample_o

    output logic   event_valid_o,
    output event_t event_o,
    input  logic   event_ready_i
);

  typedef enum logic [1:0] {Off, PowerUp, Ready, Record} state_t;

  state_t      state_q;
  logic        start_q;       // a start waits for the end of power-up
  logic        continuous_q, power_down_q;
  logic [48:0] due_q;         // in units of 2 ns
  logic [15:0] left_q, number_q;
  logic        mux_q;
  logic [3:0]  turn_q;        // samples of this turn
  logic        sample_q, taken_q;
  logic [12:0] source_q;
  logic [10:0] taken_label_q;
  logic [7:0]  sample_stamp_q;
  logic        sample_mux_q;
  logic [9:0]  sample_number_q;
  logic [31:0] dropped_q;
  logic [4:0]  count;

  logic due;
  assign due = state_q[0] && due_q[48:1] <= now_i;  // PowerUp or Record

  always_ff @(posedge clk_i) begin
    if (sample_q) sample_q <= 1'b0;
    if (!rst_ni) begin
      state_q      <= Off;
      start_q      <= 1'b0;
      continuous_q <= 1'b0;
      power_down_q <= 1'b0;
      due_q        <= '0;
      left_q       <= '0;
      number_q     <= '0;
      mux_q        <= 1'b0;
      turn_q       <= '0;
      sample_q     <= 1'b0;
      source_q     <= '0;
    end else if (control_valid_i || due || start_q) begin
      if (due && state_q == PowerUp) state_q <= Ready;
      if (due && state_q == Record) begin
        sample_q        <= 1'b1;
        source_q        <= mux_q ? source_1_i : source_0_i;
        sample_stamp_q  <= timestamp_i + 8'd1;  // sample_o is on the pins after this edge
        sample_mux_q    <= mux_q;
        sample_number_q <= number_q[9:0];
        number_q        <= number_q + 1'b1;
        due_q           <= due_q + 49'(sample_cycles_i);
        turn_q          <= turn_q + 1'b1;
        if (input_length_i != '0 && turn_q + 4'd1 == input_length_i) begin
          turn_q <= '0;
          mux_q  <= !mux_q;
        end
        left_q <= left_q - 1'b1;
        if (!continuous_q && left_q <= 16'd1) state_q <= power_down_q ? Off : Ready;
      end
      if (start_q && state_q == Ready) begin
        start_q  <= 1'b0;
        left_q   <= samples_i;
        number_q <= '0;
        turn_q   <= '0;
        mux_q    <= first_input_i;
        due_q    <= {now_i, 1'b0} + 49'(sample_cycles_i);
        if (continuous_q || samples_i != '0) state_q <= Record;
      end
      if (control_valid_i) begin
        continuous_q <= get_madc_control_enable_continuous_sampling(control_i);
        power_down_q <= get_madc_control_enable_power_down_after_sampling(control_i);
        if (get_madc_control_wake_up(control_i) && state_q == Off) begin
          state_q <= PowerUp;
          due_q   <= {now_i, 1'b0} + 49'(wait_cycles_i);
        end
        if (get_madc_control_start_recording(control_i) &&
            (state_q != Off || get_madc_control_wake_up(control_i))) start_q <= state_q != Record;
        if (get_madc_control_stop_recording(control_i)) begin
          start_q <= 1'b0;
          if (state_q == Record) begin
            state_q <= get_madc_control_enable_power_down_after_sampling(control_i) ? Off : Ready;
          end
        end
      end
    end
  end

  assign sample_o = sample_q;
  assign source_o = source_q;

  // The value is there one edge after the sample.
  logic        push;
  logic [18:0] waiting;
  assign push = taken_q && count < 5'(Depth);
  logic [7:0] stamp_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      taken_q       <= 1'b0;
      taken_label_q <= '0;
      stamp_q       <= '0;
      dropped_q     <= '0;
    end else if (sample_q || taken_q) begin
      taken_q       <= sample_q;
      taken_label_q <= {sample_mux_q,
                        dummy_i ? sample_number_q : value_i};
      stamp_q       <= sample_stamp_q;
      if (taken_q && !push) dropped_q <= dropped_q + 1'b1;
    end
  end

  hx_fifo #(.Width(19), .Depth(Depth)) i_samples (
      .clk_i, .rst_ni, .push_i(push), .data_i({stamp_q, taken_label_q}),
      .pop_i(event_valid_o && event_ready_i), .valid_o(event_valid_o), .data_o(waiting),
      .count_o(count)
  );
  assign event_o = '{is_sample: 1'b1, timestamp: waiting[18:11], label: {5'd0, waiting[10:0]}};

  // Nothing waits for a converter that is off.
  start_needs_power :
  assert property (@(posedge clk_i) disable iff (!rst_ni) start_q |-> state_q != Off);

endmodule
