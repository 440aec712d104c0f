// Reset lines and refractory times of the 512 neurons.
// SPDX-License-Identifier: Apache-2.0
//
// A neuron that is accepted in cycle t has its reset line high from cycle t + 1 on. Its counter
// starts at 255 - n, n = refractory time, and counts up with a clock of P = 2^(scale + 1) chip
// cycles (4 ns) that ticks in the cycles in which system time mod P = 0. So the refractory
// period ends in cycle e = t + n * P - (system time mod P): fires of the cycles t + 1 .. e are
// ignored. The line goes low in cycle r + 1, r = e - (31 - 2 * holdoff) * P, when the counter
// passes the release value (n = 31 - 2 * holdoff: after one cycle).
// Traps: with a smaller n the release value is never met and the line stays high until a later
// period of the neuron meets it, forced reset, or chip reset; n = 0 does nothing at all. Running
// periods keep their end when settings or the system time change, or the clocks stop.
// Forced reset of a side holds its lines high and forgets what its neurons were doing, so that
// nothing of the past is left when it ends.
// Rest costs nothing: deadlines are stored, and neurons are visited only when the earliest of
// them is reached. Source: HICANN-X configuration map, "neuron digital backend".
module hx_backend_refractory
  import hx_backend_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input logic         accepted_valid_i,
    input logic [511:0] accepted_i,
    input side_t [1:0]  side_i,
    input settings_write_t settings_write_i,

    input logic [15:0] systime_i,  // the longest clock has 2^16 cycles
    input logic [47:0] now_i,

    output logic [511:0] refractory_o,
    output logic         reset_changed_o,
    output logic [511:0] reset_o
);

  localparam logic [47:0] Never = '1;

  logic [31:0] settings_q [512];
  always_ff @(posedge clk_i) begin
    if (!rst_ni) settings_q <= '{default: SettingsReset};
    else if (settings_write_i.valid) begin
      settings_q[settings_write_i.neuron][8*settings_write_i.word+:8] <= settings_write_i.data;
    end
  end

  // Touched by the block below only, several neurons in a cycle, hence blocking assignments.
  logic [47:0] release_at [512];
  logic [47:0] end_at [512];

  logic [511:0] refractory_q;
  logic [511:0] releasing_q;  // line will go low at release_at
  logic [511:0] held_q;       // line is high, force aside
  logic [47:0]  next_q;       // earliest deadline
  logic [1:0]   force_q;
  logic [511:0] reset_q;
  logic         changed_q;

  logic [1:0] force_sides;
  assign force_sides = {side_i[1].force_reset, side_i[0].force_reset};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      refractory_q <= '0;
      releasing_q <= '0;
      held_q <= '0;
      next_q <= Never;
      force_q <= '0;
      reset_q <= '0;
      changed_q <= |reset_q;
    end else begin
      changed_q <= 1'b0;
      if (accepted_valid_i || now_i >= next_q || force_sides != force_q) begin
        // verilator lint_off BLKSEQ
        logic [511:0] refractory, releasing, held, reset;
        logic [47:0]  next, length, lead;
        logic [63:0]  rest;
        logic [8:0]   n;
        logic [3:0]   w;
        logic [3:0]   scale;
        logic [4:0]   shift, lead_ticks;
        refractory_settings_t neuron;
        refractory = refractory_q;
        releasing = releasing_q;
        held = held_q;
        next = next_q;
        if (now_i >= next_q) begin
          next = Never;
          w = '0;
          while (!w[3]) begin
            rest = refractory[64*w[2:0]+:64];
            while (rest != '0) begin
              n = {w[2:0], lowest(rest)};
              rest = rest & (rest - 1'b1);
              if (releasing[n] && now_i >= release_at[n]) begin
                releasing[n] = 1'b0;
                held[n] = 1'b0;
              end
              if (now_i >= end_at[n]) refractory[n] = 1'b0;
              else if (releasing[n] && release_at[n] < next) next = release_at[n];
              else if (end_at[n] < next) next = end_at[n];
            end
            w = w + 1'b1;
          end
        end
        if (accepted_valid_i) begin
          w = '0;
          while (!w[3]) begin
            rest = accepted_i[64*w[2:0]+:64];
            while (rest != '0) begin
              n = {w[2:0], lowest(rest)};
              rest = rest & (rest - 1'b1);
              neuron = decode_refractory(settings_q[n]);
              if (neuron.refractory_time != '0) begin
                scale = neuron.fast_clock ? side_i[n[7]].scale_fast : side_i[n[7]].scale_slow;
                shift = 5'(scale) + 1'b1;
                length = 48'(neuron.refractory_time) << shift;
                lead_ticks = 5'd31 - {neuron.reset_holdoff, 1'b0};
                lead = 48'(lead_ticks) << shift;
                refractory[n] = 1'b1;
                held[n] = 1'b1;
                releasing[n] = length >= lead;
                end_at[n] = now_i + length - (48'(systime_i) & ((48'd1 << shift) - 1'b1));
                release_at[n] = end_at[n] - lead;
                if (releasing[n] && release_at[n] < next) next = release_at[n];
                if (end_at[n] < next) next = end_at[n];
              end
            end
            w = w + 1'b1;
          end
        end
        if (|force_sides) begin
          refractory = refractory & ~neurons_of(force_sides);
          releasing = releasing & ~neurons_of(force_sides);
          held = held & ~neurons_of(force_sides);
        end
        reset = held | neurons_of(force_sides);
        // verilator lint_on BLKSEQ
        refractory_q <= refractory;
        releasing_q <= releasing;
        held_q <= held;
        next_q <= next;
        force_q <= force_sides;
        reset_q <= reset;
        changed_q <= reset != reset_q;
      end
    end
  end

  assign refractory_o = refractory_q;
  assign reset_changed_o = changed_q;
  assign reset_o = reset_q;

  // Only lines that are high can be waiting for their release.
  releasing_is_held: assert property (@(posedge clk_i) disable iff (!rst_ni)
    (releasing_q & ~held_q) == '0);
  // The neurons that are accepted are out of their refractory period.
  accepted_is_ready: assert property (@(posedge clk_i) disable iff (!rst_ni)
    !accepted_valid_i || (accepted_i & refractory_q) == '0);

endmodule
