// How long the FPGA rests: the cycles that a simulation may cross in one.
// SPDX-License-Identifier: Apache-2.0
//
// rest_o = n: as long as the inputs stay as they are and no word comes, from the host or from a
// lane, the next n edges change nothing but counters that run freely: times, the playback timer,
// the cycles that something has waited. They may be replaced by one edge with skip_i = n - 1. The
// FPGA rests when nothing moves and every wait is for a word or for the end of a count; n is the
// number of cycles to the first of these ends.
// Looks into the parts of hx_fpga, so that these know nothing of it. Whoever adds state that
// moves by itself adds it here; tests compare runs with and without skipped cycles.
module hx_fpga_rest (
    output logic [31:0] rest_o  // cycles
);

  localparam logic [31:0] Longest = 32'h7fff_ffff;

  // Cycles until a count is at its end, 0 if it is.
  function automatic logic [31:0] until_end(input logic [31:0] limit, input logic [31:0] count);
    return limit > count ? limit - count : '0;
  endfunction

  function automatic logic [31:0] until_cycle(input logic [47:0] deadline, input logic [47:0] now);
    if (deadline <= now) return '0;
    return deadline - now < 48'(Longest) ? 32'(deadline - now) : Longest;
  endfunction

  logic executor_moves, link_moves, answers_move;
  always_comb begin
    executor_moves =
        hx_fpga.address_valid || hx_fpga.access_valid || hx_fpga.events_valid ||
        hx_fpga.jtag_valid || hx_fpga.sync_start || hx_fpga.report_time ||
        hx_fpga.loopback_valid || hx_fpga.marker_valid || hx_fpga.timeout_valid ||
        hx_fpga.chip_reset_o || hx_fpga.i_executor.reset_q || hx_fpga.jtag_busy ||
        hx_fpga.i_systime_sync.send_q || hx_fpga.i_systime_sync.message_q;
    case (hx_fpga.i_executor.state_q)
      hx_fpga.i_executor.Barrier:
        if ((hx_fpga.i_executor.mask_q & hx_fpga.i_executor.barrier_busy) == '0)
          executor_moves = 1'b1;
      hx_fpga.i_executor.Poll:
        if (!hx_fpga.i_executor.poll_q || !hx_fpga.access_busy) executor_moves = 1'b1;
      hx_fpga.i_executor.Drain: if (hx_fpga.i_executor.drained) executor_moves = 1'b1;
      default: ;
    endcase
  end

  always_comb begin
    link_moves =
        hx_fpga.i_link.i_tx.active || hx_fpga.i_link.i_tx.lane_valid_o ||
        hx_fpga.i_link.in_turn || hx_fpga.i_link.ahead || hx_fpga.i_link.behind ||
        hx_fpga.i_link.acknowledge_valid || hx_fpga.i_link.rx_valid != '0 ||
        hx_fpga.chip_answer_valid != '0 || hx_fpga.event_valid != '0 ||
        hx_fpga.chip_systime_valid || hx_fpga.memory_valid != '0 || hx_fpga.i_link.i_counters.changed != '0 ||
        hx_fpga.i_lane_state.left_q != '0 ||
        hx_fpga.i_lane_state.ready_i != hx_fpga.i_lane_state.ready_q ||
        (hx_fpga.i_lane_state.ready_q & hx_fpga.i_lane_state.partner_i) !=
            hx_fpga.i_lane_state.both_q;
  end

  always_comb begin
    answers_move =
        hx_fpga.i_local.i_ppu_memory.count != '0 || hx_fpga.i_local.i_ppu_memory.reads ||
        hx_fpga.i_local.i_ppu_memory.read_q ||
        hx_fpga.i_local.i_ppu_memory.answer_valid ||
        hx_fpga.local_valid || hx_fpga.i_answer_order.pop ||
        hx_fpga.i_answer_order.gone_q && hx_fpga.i_answer_order.reachable_i ||
        hx_fpga.i_event_packer.count != '0 || hx_fpga.i_stall_window.count_q != '0 ||
        hx_fpga.i_encoder.count != '0 || hx_fpga.i_encoder.marker_q ||
        hx_fpga.i_encoder.marker_done_o || hx_fpga.response_valid_o ||
        hx_fpga.i_encoder.i_packer.word_full || hx_fpga.i_encoder.i_packer.flush_q;
  end

  logic [31:0] rest, next;
  always_comb begin
    rest = '0;
    next = '0;
    if (hx_fpga.rst_ni && !executor_moves && !link_moves && !answers_move) begin
      rest = Longest;
      if (hx_fpga.i_executor.state_q == hx_fpga.i_executor.Wait) begin
        next = until_end(hx_fpga.i_executor.target_q, hx_fpga.i_executor.timer_q);
        if (next < rest) rest = next;
      end
      if (hx_fpga.i_executor.holding) begin
        next = until_end(hx_fpga.timeout, hx_fpga.i_executor.held_q);
        if (next < rest) rest = next;
      end
      if (hx_fpga.sync_busy) begin
        next = until_end(hx_fpga.i_systime_sync.RepeatCycles + 2 * 32'(hx_fpga.lane_latency_i),
                         hx_fpga.i_systime_sync.age_q);
        if (next < rest) rest = next;
      end
      if (hx_fpga.access_busy) begin
        next = until_end(hx_fpga.i_answer_order.LostCycles, hx_fpga.i_answer_order.waiting_q);
        if (next < rest) rest = next;
      end
      if (hx_fpga.i_encoder.packer_remainder) begin
        next = until_end(hx_fpga.i_encoder.FlushCycles, 32'(hx_fpga.i_encoder.quiet_q));
        if (next < rest) rest = next;
      end
      if (hx_fpga.i_link.i_reply.pending_q) begin
        next = until_cycle(hx_fpga.i_link.i_reply.due_q, hx_fpga.i_link.now_q);
        if (next < rest) rest = next;
      end
      if (hx_fpga.i_link.i_sender.waiting) begin
        next = until_cycle(hx_fpga.i_link.i_sender.deadline_q, hx_fpga.i_link.now_q);
        if (next < rest) rest = next;
      end
    end
  end

  assign rest_o = rest;

endmodule
