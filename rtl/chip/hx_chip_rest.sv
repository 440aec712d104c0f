// How long the chip rests: the cycles that a simulation may cross in one.
// SPDX-License-Identifier: Apache-2.0
//
// rest_o = n: as long as the inputs stay as they are, no lane word comes and no neuron fires, the
// next n edges change nothing but the counters of hx_systime. They may be replaced by one edge
// with skip_i = n - 1. The chip rests when no event, request or answer moves and every wait has
// its end stored as a cycle; n is the number of cycles to the first of these ends.
// A processor whose clock runs means no rest.
// Looks into the parts of hx_chip, so that these know nothing of it. Whoever adds state that
// moves by itself adds it here; tests compare runs with and without skipped cycles.
module hx_chip_rest (
    output logic [31:0] rest_o  // cycles
);

  localparam logic [47:0] Longest = 48'h7fff_ffff;

  logic [47:0] now;
  assign now = hx_chip.now;

  // Cycles from now to an end, 0 if it is over.
  function automatic logic [47:0] until_end(input logic [47:0] deadline, input logic [47:0] from);
    return deadline > from ? deadline - from : '0;
  endfunction

  logic [5:0] accessed;
  for (genvar s = 0; s < 6; s++) begin : gen_slave
    assign accessed[s] = hx_chip.gen_slave[s].i_slave.accessed_q;
  end

  logic [1:0] rows;  // of the processors
  for (genvar h = 0; h < 2; h++) begin : gen_rows
    assign rows[h] =
        hx_chip.row_request[h] || hx_chip.gen_array[h].i_array.row_done_q ||
        hx_chip.gen_array[h].i_array.row_wait_q || hx_chip.gen_array[h].i_array.row_access_q ||
        hx_chip.gen_array[h].i_array.state_q != hx_chip.gen_array[h].i_array.Run &&
            hx_chip.gen_array[h].i_array.for_row_q;
  end

  logic link_moves, bus_moves, events_move, analog_moves, others_move;
  always_comb begin
    events_move =
        hx_chip.i_crossbar.i_inputs.head_valid_q != '0 ||
        hx_chip.i_crossbar.i_outputs.first_valid_q != '0 ||
        hx_chip.i_crossbar.i_arbiter.active_q ||
        hx_chip.i_crossbar.i_inputs.drop_valid_q != '0 ||
        hx_chip.i_crossbar.i_outputs.slow_wait_q != '0 ||
        hx_chip.padi_changed_o != '0 ||
        hx_chip.gen_padi[0].i_padi.valid_q != '0 || hx_chip.gen_padi[1].i_padi.valid_q != '0 ||
        hx_chip.gen_padi[0].i_padi.wait_q != '0 || hx_chip.gen_padi[1].i_padi.wait_q != '0 ||
        hx_chip.gen_padi[0].i_padi.pending_q != '0 ||
        hx_chip.gen_padi[1].i_padi.pending_q != '0 ||
        hx_chip.i_backend.i_events.any_waiting_q || hx_chip.i_backend.i_events.valid_q != '0 ||
        hx_chip.i_backend.i_refractory.changed_q ||
        hx_chip.i_backend.i_refractory.force_sides != hx_chip.i_backend.i_refractory.force_q ||
        hx_chip.i_backend.neuron_post_valid_o || hx_chip.i_backend.side_post_o != '0 ||
        hx_chip.i_background.valid_q != '0 || hx_chip.row_reset_valid != '0;
  end

  always_comb begin
    link_moves =
        hx_chip.i_link.i_tx.active || hx_chip.i_link.i_tx.lane_valid_o ||
        hx_chip.i_link.i_tx.bus_last_q || hx_chip.i_link.i_tx.served_q != '0 ||
        hx_chip.i_link.i_rx.request_valid_o ||
        hx_chip.i_link.i_rx.in_turn_q || hx_chip.i_link.i_rx.ahead_q ||
        hx_chip.i_link.i_rx.behind_q || hx_chip.i_link.i_rx.acknowledge_valid_q ||
        hx_chip.i_link.i_rx.wrong_q || hx_chip.i_link.i_rx.memory_valid_q ||
        hx_chip.i_lane_state.left_q != '0 ||
        hx_chip.i_lane_state.ready_i != hx_chip.i_lane_state.ready_q ||
        (hx_chip.i_lane_state.ready_q & hx_chip.i_lane_state.partner_i) !=
            hx_chip.i_lane_state.both_q ||
        hx_chip.i_systime.synced_q || hx_chip.i_systime.pending_q;
  end

  // Answers that wait behind a slower slave's do not move.
  always_comb begin
    bus_moves =
        accessed != '0 || hx_chip.bus_valid_o || hx_chip.i_masters.held_q ||
        hx_chip.i_turns.held_q || hx_chip.i_turns.request_valid_i != '0 ||
        hx_chip.master_request_valid || hx_chip.master_response_valid ||
        hx_chip.i_tap.rise || hx_chip.i_tap.fall || hx_chip.i_tap.pll_write_q ||
        hx_chip.i_tap.request_q || hx_chip.i_tap.jtag_tck_i != hx_chip.i_tap.tck_q;
  end

  always_comb begin
    analog_moves =
        hx_chip.i_analog.access_q ||
        hx_chip.gen_array[0].i_array.access_valid_q || hx_chip.gen_array[1].i_array.access_valid_q ||
        hx_chip.cadc_convert_o != '0 || hx_chip.array_reset_valid != '0 ||
        hx_chip.gen_array[0].i_array.head_valid &&
            hx_chip.gen_array[0].i_array.state_q == hx_chip.gen_array[0].i_array.Run ||
        hx_chip.gen_array[1].i_array.head_valid &&
            hx_chip.gen_array[1].i_array.state_q == hx_chip.gen_array[1].i_array.Run ||
        rows[0] || rows[1] || hx_chip.row_valid_o != '0 ||
        hx_chip.i_readout.i_madc.sample_q || hx_chip.i_readout.i_madc.taken_q ||
        hx_chip.i_readout.i_madc.start_q &&
            hx_chip.i_readout.i_madc.state_q == hx_chip.i_readout.i_madc.Ready;
  end

  // The clock of a processor at rest stands.
  always_comb begin
    others_move =
        hx_chip.i_processors.gen_ppu[0].i_unit.on_q ||
        hx_chip.i_processors.gen_ppu[0].i_unit.looks_q ||
        hx_chip.i_processors.gen_ppu[1].i_unit.on_q ||
        hx_chip.i_processors.gen_ppu[1].i_unit.looks_q ||
        hx_chip.memory_busy ||
        hx_chip.i_pll.enable != hx_chip.i_pll.enabled_q ||
        hx_chip.i_readout.i_registers.control_valid_q || hx_chip.i_readout.i_registers.changed_q;
  end

  // An answer of an array stands behind its cycle.
  function automatic logic [47:0] array_end(input logic waits, input logic [47:0] deadline,
                                            input logic answer_waits, input logic [47:0] due,
                                            input logic [47:0] from);
    logic [47:0] first;
    first = Longest;
    if (waits) first = until_end(deadline, from);
    if (answer_waits && due > from && due - from < first) first = due - from;
    return first;
  endfunction

  logic [47:0] rest, next;
  always_comb begin
    rest = '0;
    next = '0;
    if (hx_chip.rst_n && !events_move && !link_moves && !bus_moves && !analog_moves &&
        !others_move) begin
      rest = Longest;
      next = until_end(hx_chip.i_backend.i_refractory.next_q, now);
      if (next < rest) rest = next;
      if (hx_chip.i_link.i_reply.pending_q) begin
        next = until_end(hx_chip.i_link.i_reply.due_q, now);
        if (next < rest) rest = next;
      end
      if (hx_chip.i_link.i_sender.waiting) begin
        next = until_end(hx_chip.i_link.i_sender.deadline_q, now);
        if (next < rest) rest = next;
      end
      if (hx_chip.i_pll.running_q) begin
        next = until_end(hx_chip.i_pll.deadline_q, now);
        if (next < rest) rest = next;
      end
      if (hx_chip.i_readout.i_madc.state_q[0]) begin
        next = until_end(hx_chip.i_readout.i_madc.due_q[48:1], now);
        if (next < rest) rest = next;
      end
      if (hx_chip.i_processors.gen_ppu[0].i_unit.naps_q) begin
        next = until_end(hx_chip.i_processors.gen_ppu[0].i_unit.wake_at_q, now);
        if (next < rest) rest = next;
      end
      if (hx_chip.i_processors.gen_ppu[1].i_unit.naps_q) begin
        next = until_end(hx_chip.i_processors.gen_ppu[1].i_unit.wake_at_q, now);
        if (next < rest) rest = next;
      end
      next = array_end(hx_chip.gen_array[0].i_array.state_q != hx_chip.gen_array[0].i_array.Run,
                       hx_chip.gen_array[0].i_array.deadline_q,
                       hx_chip.gen_array[0].i_array.answer_valid,
                       hx_chip.gen_array[0].i_array.answer[80:33], now);
      if (next < rest) rest = next;
      next = array_end(hx_chip.gen_array[1].i_array.state_q != hx_chip.gen_array[1].i_array.Run,
                       hx_chip.gen_array[1].i_array.deadline_q,
                       hx_chip.gen_array[1].i_array.answer_valid,
                       hx_chip.gen_array[1].i_array.answer[80:33], now);
      if (next < rest) rest = next;
      if (hx_chip.i_background.enabled_q != '0) begin
        for (int unsigned s = 0; s < 8; s++) begin
          next = 48'(16'(hx_chip.i_background.due_q[s] - now[15:0]));
          if (hx_chip.i_background.enabled_q[s] && next < rest) rest = next;
        end
      end
    end
  end

  assign rest_o = rest[31:0];

endmodule
