// Scalar core of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// Single issue, in order. With T the cycle of the issue: address at the instruction port T-3,
// word T-2, decode T-1, execute T+1. Operands are read, results made and written, and branches
// and addresses resolved in one stage; the scoreboard lets results be used at the core's
// latencies, so nothing of that can be seen from outside. A wrong prediction, a trap or a
// misaligned address keeps the issue stage empty in T+1, so a wrong instruction never issues.
module hx_ppu_core
  import hx_ppu_pkg::*;
#(
    parameter int unsigned PredictorEntries = 16,
    parameter int unsigned DividerStart = 30  // first cycle with a usable divider
) (
    input logic clk_i,
    input logic rst_ni,
    input logic [63:0] cycle_i,  // number of this cycle, 1 behind reset

    output logic        fetch_o,
    output logic [29:0] fetch_address_o,  // words
    input  logic        fetch_delay_i,
    input  logic [31:0] fetch_data_i,

    output logic        data_request_o,
    output logic        data_write_o,
    output logic [31:0] data_address_o,
    output logic [3:0]  data_enable_o,
    output logic [31:0] data_o,
    input  logic        data_accept_i,
    input  logic        data_response_i,
    input  logic [31:0] data_i,

    // Decoding of vector instructions, and the hand-over one cycle behind the issue
    output logic [31:0] decode_word_o,
    input  logic        is_vector_i,
    input  logic        vector_reads_base_i,
    input  logic        vector_reads_offset_i,
    input  logic        vector_ready_i,
    input  logic        vector_idle_i,
    output logic        vector_o,
    output logic [31:0] vector_word_o,
    output logic [31:0] vector_base_o,
    output logic [31:0] vector_offset_o,

    input  logic [3:0]  pins_i,
    output logic [3:0]  pins_o,
    output logic [3:0]  pins_enable_o,
    input  logic        doorbell_i,
    output logic        sleep_o,
    output logic        can_wake_o,  // a timer may end the sleep
    output logic [31:0] quiet_o,     // in sleep: further cycles in which no timer does anything

    // What issues in this cycle, for waves
    output logic        issue_o,
    output logic [29:0] issue_address_o,  // words
    output logic [31:0] issue_word_o,

    // What happens in this cycle, for counters
    output logic issued_o,
    output logic branch_o,
    output logic missed_taken_o,     // taken, not predicted
    output logic missed_not_taken_o  // predicted, not taken
);

  // --- fetch and decode ---------------------------------------------------------------------
  logic        advance, redirect, lookup_taken, decode_valid, decode_predicted;
  logic [29:0] redirect_target, lookup, lookup_target, decode_address, decode_target;
  logic [31:0] decode_word, decode_immediate;
  unit_t       decode_unit;
  hazard_t     decode_hazard;
  control_t    decode_control;

  hx_ppu_fetch i_fetch (
      .clk_i, .rst_ni, .advance_i(advance), .redirect_i(redirect), .target_i(redirect_target),
      .lookup_o(lookup), .taken_i(lookup_taken), .taken_target_i(lookup_target),
      .fetch_o, .fetch_address_o, .delay_i(fetch_delay_i), .fetch_data_i,
      .valid_o(decode_valid), .word_o(decode_word), .address_o(decode_address),
      .predicted_o(decode_predicted), .predicted_target_o(decode_target)
  );

  assign decode_word_o = decode_word;

  hx_ppu_decode i_decode (
      .word_i(decode_word), .is_vector_i, .vector_reads_base_i, .vector_reads_offset_i,
      .unit_o(decode_unit), .hazard_o(decode_hazard), .control_o(decode_control),
      .immediate_o(decode_immediate)
  );

  // --- issue stage --------------------------------------------------------------------------
  logic        ready_q, ready_predicted_q;
  logic [31:0] ready_word_q, ready_immediate_q;
  logic [29:0] ready_address_q, ready_target_q;
  unit_t       ready_unit_q;
  hazard_t     ready_hazard_q;
  control_t    ready_control_q;

  logic       issue, last, is_address, drained, between, block, access_ready, accesses_idle;
  logic       divider_busy, divider_ends, loaded, misaligned;
  logic [4:0] step, loaded_target;

  assign advance = !ready_q || last;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || redirect) begin
      ready_q <= 1'b0;
    end else if (advance) begin
      ready_q <= decode_valid;
      if (decode_valid) begin
        ready_word_q      <= decode_word;
        ready_immediate_q <= decode_immediate;
        ready_address_q   <= decode_address;
        ready_predicted_q <= decode_predicted;
        ready_target_q    <= decode_target;
        ready_unit_q      <= decode_unit;
        ready_hazard_q    <= decode_hazard;
        ready_control_q   <= decode_control;
      end
    end
  end

  hx_ppu_issue i_issue (
      .clk_i, .rst_ni, .divider_started_i(divider_started_q),
      .valid_i(ready_q), .unit_i(ready_unit_q), .hazard_i(ready_hazard_q),
      .target_i(ready_control_q.target), .base_i(ready_control_q.first),
      .sets_cr0_i(ready_control_q.sets_cr0),
      .block_i(block || exception_redirect), .wrong_i(branch && !right), .vector_ready_i, .vector_idle_i, .access_ready_i(access_ready),
      .accesses_idle_i(accesses_idle), .divider_busy_i(divider_busy), .divider_ends_i(divider_ends),
      .cancel_i(misaligned && unit_q == UnitLoad), .loaded_i(loaded), .loaded_target_i(loaded_target),
      .issue_o(issue), .last_o(last), .step_o(step), .address_o(is_address), .drained_o(drained),
      .between_o(between)
  );

  logic divider_started_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) divider_started_q <= 1'b0;
    else if (cycle_i == 64'(DividerStart) - 64'd1) divider_started_q <= 1'b1;
  end

  // --- execute stage ------------------------------------------------------------------------
  logic        valid_q, is_address_q, writes_gpr_q, update_q, writes_xer_q, first_step_q;
  logic        predicted_q;
  logic [31:0] word_q, immediate_q;
  logic [29:0] address_q, predicted_target_q;
  logic [4:0]  third_q, target_q;
  unit_t       unit_q;
  control_t    control_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
    end else begin
      valid_q <= issue && ready_unit_q != UnitNop;
      if (issue) begin
        unit_q             <= ready_unit_q;
        word_q             <= ready_word_q;
        immediate_q        <= ready_immediate_q;
        address_q          <= ready_address_q;
        predicted_q        <= ready_predicted_q;
        predicted_target_q <= ready_target_q;
        control_q          <= ready_control_q;
        is_address_q       <= is_address;
        writes_gpr_q       <= ready_hazard_q.writes_gpr;
        writes_xer_q       <= ready_hazard_q.writes_xer;
        update_q           <= ready_hazard_q.update;
        first_step_q       <= step == 0;
        third_q            <= ready_control_q.third + step;
        target_q           <= ready_control_q.target + step;
      end
    end
  end

  logic [31:0] first_gpr, second_gpr, third_gpr, first, second, result, memory_address;
  logic        carry, overflow, so, ov, ca, fixed, trapped;
  logic [31:0] condition, special_data, timer_data, link, count, state, interrupt_control, saved,
               pins, pins_enable;

  assign fixed  = valid_q && unit_q == UnitFixed;
  assign first  = control_q.base_zero && control_q.first == 0 ? '0 : first_gpr;
  assign second = control_q.use_immediate ? immediate_q : second_gpr;

  hx_ppu_alu i_alu (
      .valid_i(fixed), .op_i(control_q.op), .carry_i(control_q.carry),
      .invert_i(control_q.invert), .mask_begin_i(word_q[10:6]), .mask_end_i(word_q[5:1]),
      .first_i(first), .second_i(second), .third_i(third_gpr), .ca_i(ca),
      .result_o(result), .carry_o(carry), .overflow_o(overflow)
  );

  // --- products and quotients ---------------------------------------------------------------
  logic        product_busy, product_valid, product_cr0, product_sets_overflow, product_overflow,
               product_so;
  logic        quotient_valid, quotient_overflow, late_valid;
  logic [31:0] product, quotient, late;
  logic [4:0]  product_target;

  hx_ppu_multiplier i_multiplier (
      .clk_i, .rst_ni, .start_i(valid_q && unit_q == UnitMultiply), .op_i(control_q.op),
      .first_i(first), .second_i(second), .target_i(target_q), .sets_cr0_i(control_q.sets_cr0),
      .sets_overflow_i(control_q.sets_overflow), .so_i(so), .busy_o(product_busy), .valid_o(product_valid),
      .result_o(product), .target_o(product_target), .sets_cr0_o(product_cr0),
      .sets_overflow_o(product_sets_overflow), .so_o(product_so), .overflow_o(product_overflow)
  );

  // No instruction issues while a division runs, so the execute registers still describe it.
  hx_ppu_divider i_divider (
      .clk_i, .rst_ni, .start_i(valid_q && unit_q == UnitDivide),
      .is_signed_i(control_q.op == OpDivide), .dividend_i(first), .divisor_i(second),
      .busy_o(divider_busy), .ends_o(divider_last), .valid_o(quotient_valid),
      .quotient_o(quotient), .overflow_o(quotient_overflow)
  );

  logic divider_last;
  assign divider_ends = divider_last && control_q.sets_cr0;
  assign late_valid   = product_valid || quotient_valid;
  assign late         = product_valid ? product : quotient;

  hx_ppu_condition i_condition (
      .clk_i, .rst_ni, .valid_i(fixed), .op_i(control_q.op), .word_i(word_q), .first_i(first),
      .second_i(second), .result_i(result), .sets_cr0_i(control_q.sets_cr0),
      .sets_carry_i(control_q.sets_carry), .sets_overflow_i(control_q.sets_overflow),
      .carry_i(carry), .overflow_i(overflow),
      .writes_xer_i(control_q.op == OpSprFromGpr && writes_xer_q),
      .late_valid_i(late_valid), .late_result_i(late),
      .late_sets_cr0_i(product_valid ? product_cr0 : control_q.sets_cr0),
      .late_sets_overflow_i(product_valid ? product_sets_overflow : control_q.sets_overflow),
      .late_overflow_i(product_valid ? product_overflow : quotient_overflow),
      .late_so_i(product_valid ? product_so : so), .condition_o(condition), .so_o(so), .ov_o(ov), .ca_o(ca)
  );

  // --- loads and stores ---------------------------------------------------------------------
  logic        access, is_access, address_write;
  logic [31:0] loaded_data, address_data;
  logic [4:0]  address_target;

  assign is_access = valid_q && (unit_q == UnitLoad || unit_q == UnitStore);
  assign access    = is_access && !is_address_q && !misaligned;

  hx_ppu_address i_address (
      .clk_i, .rst_ni, .valid_i(is_access), .size_i(control_q.size), .base_i(first),
      .offset_i(second), .first_step_i(first_step_q), .is_address_i(is_address_q),
      .update_i(update_q && (is_address_q || unit_q == UnitStore)), .target_i(control_q.first),
      .address_o(memory_address), .misaligned_o(misaligned), .write_o(address_write),
      .write_target_o(address_target), .write_data_o(address_data)
  );

  hx_ppu_load_store i_load_store (
      .clk_i, .rst_ni, .access_i(access), .write_i(unit_q == UnitStore), .size_i(control_q.size),
      .sign_extend_i(control_q.sign_extend), .address_i(memory_address), .data_i(third_gpr),
      .target_i(target_q), .ready_o(access_ready), .idle_o(accesses_idle), .loaded_o(loaded),
      .loaded_data_o(loaded_data), .loaded_target_o(loaded_target), .request_o(data_request_o),
      .request_write_o(data_write_o), .request_address_o(data_address_o),
      .request_enable_o(data_enable_o), .request_data_o(data_o), .accept_i(data_accept_i),
      .response_i(data_response_i), .response_data_i(data_i)
  );

  // --- register file ------------------------------------------------------------------------
  logic        gpr_write;
  logic [4:0]  gpr_target;
  logic [31:0] gpr_data;

  always_comb begin
    gpr_write  = 1'b0;
    gpr_target = target_q;
    gpr_data   = '0;
    if (late_valid) begin
      gpr_write = 1'b1;
      gpr_data  = late;
      if (product_valid) gpr_target = product_target;
    end else if (address_write) begin
      gpr_write  = 1'b1;
      gpr_target = address_target;
      gpr_data   = address_data;
    end else if (fixed && writes_gpr_q) begin
      gpr_write = 1'b1;
      unique case (control_q.op)
        OpCrToGpr: gpr_data = condition;
        OpMsrToGpr: gpr_data = state;
        OpSprToGpr: gpr_data = special_data;
        default: gpr_data = result;
      endcase
    end
  end

  hx_ppu_registers i_registers (
      .clk_i, .rst_ni, .first_i(control_q.first), .second_i(control_q.second), .third_i(third_q),
      .first_o(first_gpr), .second_o(second_gpr), .third_o(third_gpr),
      .write_i(gpr_write), .target_i(gpr_target), .data_i(gpr_data),
      .loaded_i(loaded), .loaded_target_i(loaded_target), .loaded_data_i(loaded_data)
  );

  // --- branches -----------------------------------------------------------------------------
  logic        branch, taken, counts, links, right;
  logic [29:0] target;

  assign branch = valid_q && unit_q == UnitBranch;

  hx_ppu_branch i_branch (
      .valid_i(branch), .op_i(control_q.op), .word_i(word_q), .address_i(address_q),
      .condition_i(condition), .link_i(link), .count_i(count), .saved_i(saved),
      .taken_o(taken), .target_o(target), .counts_o(counts), .links_o(links)
  );

  assign right              = taken == predicted_q && (!taken || target == predicted_target_q);
  assign branch_o           = branch;
  assign missed_taken_o     = branch && taken && !predicted_q;
  assign issue_o            = issue;
  assign issue_address_o    = ready_address_q;
  assign issue_word_o       = ready_word_q;
  assign missed_not_taken_o = branch && !taken && predicted_q;
  assign issued_o           = issue && ready_unit_q != UnitNop && ready_unit_q != UnitSync &&
                              ready_unit_q != UnitWait;

  hx_ppu_predictor #(.Entries(PredictorEntries)) i_predictor (
      .clk_i, .rst_ni, .cycle_i(cycle_i[$clog2(PredictorEntries)-1:0]),
      .lookup_i(advance), .lookup_address_i(lookup), .taken_o(lookup_taken),
      .target_o(lookup_target), .update_i(branch), .update_address_i(address_q),
      .update_taken_i(taken), .update_target_i(taken ? target : fetch_address_o + 30'd1)
  );

  // --- special registers, exceptions --------------------------------------------------------
  logic        is_return, enter, trap_entry, interrupt_entry, pending, exception_block,
               exception_redirect, fixed_interval, decrementer, is_timer, interrupts;
  logic [29:0] return_address, exception_target, vector;
  logic        spr_write;
  logic [9:0]  spr_number;

  assign is_return  = branch && (control_q.op == OpReturn || control_q.op == OpReturnCritical ||
                                 control_q.op == OpReturnMachine);
  assign spr_write  = fixed && control_q.op == OpSprFromGpr;
  assign spr_number = {word_q[15:11], word_q[20:16]};

  hx_ppu_special i_special (
      .clk_i, .rst_ni, .write_i(spr_write),
      .write_state_i(valid_q && unit_q == UnitMsr), .number_i(spr_number), .data_i(first),
      .data_o(special_data), .timer_o(is_timer), .timer_data_i(timer_data),
      .xer_i({so, ov, ca, 29'b0}), .links_i(links), .link_i(address_q + 30'd1), .counts_i(counts),
      .return_i(is_return), .op_i(control_q.op), .saved_o(saved), .enter_i(enter),
      .trap_i(trap_entry), .return_address_i(return_address), .pins_i, .link_o(link),
      .count_o(count), .state_o(state), .interrupts_o(interrupts), .interrupt_control_o(interrupt_control), .pins_o(pins),
      .pins_enable_o(pins_enable)
  );

  hx_ppu_timers i_timers (
      .clk_i, .rst_ni, .cycle_i, .write_i(spr_write && is_timer), .number_i(spr_number),
      .data_i(first), .data_o(timer_data), .fixed_interval_o(fixed_interval),
      .decrementer_o(decrementer), .enabled_o(can_wake_o), .sleep_i(sleep_o), .quiet_o
  );

  hx_ppu_interrupts i_interrupts (
      .clk_i, .rst_ni, .enable_i(interrupts), .control_i(interrupt_control), .pins_i, .doorbell_i,
      .fixed_interval_i(fixed_interval), .decrementer_i(decrementer), .enter_i(interrupt_entry),
      .pending_o(pending), .vector_o(vector)
  );

  always_comb begin
    trapped = 1'b0;
    if (valid_q && unit_q == UnitTrap)
      trapped = (word_q[25] && $signed(first) < $signed(second)) ||
                (word_q[24] && $signed(first) > $signed(second)) ||
                (word_q[23] && first == second) || (word_q[22] && first < second) ||
                (word_q[21] && first > second);
  end

  hx_ppu_exceptions i_exceptions (
      .clk_i, .rst_ni, .misaligned_i(misaligned), .trap_i(trapped),
      .wait_i(valid_q && unit_q == UnitWait), .execute_address_i(address_q),
      .issue_valid_i(ready_q), .issue_address_i(ready_address_q), .between_i(between),
      .drained_i(drained), .enable_i(interrupts), .pending_i(pending), .vector_i(vector),
      .block_o(exception_block), .enter_o(enter), .trap_o(trap_entry),
      .interrupt_o(interrupt_entry), .return_address_o(return_address),
      .redirect_o(exception_redirect), .target_o(exception_target), .sleep_o
  );

  assign block           = exception_block;
  assign redirect        = exception_redirect || (branch && !right);
  assign redirect_target = exception_redirect ? exception_target :
                           taken ? target : address_q + 30'd1;

  // --- vector unit --------------------------------------------------------------------------
  assign vector_o        = valid_q && unit_q == UnitVector;
  assign vector_word_o   = word_q;
  assign vector_base_o   = vector_has_base_zero ? '0 : first_gpr;
  assign vector_offset_o = second_gpr;
  // The memory forms take register 0 as the value 0, a splat takes the register.
  logic vector_has_base_zero;
  assign vector_has_base_zero = word_q[20:16] == 0 && word_q[10:7] != 4'b1000;

  assign pins_o        = pins[3:0];
  assign pins_enable_o = pins_enable[3:0];

  logic unused;
  assign unused = &{1'b0, product_busy, pins[31:4], pins_enable[31:4], word_q, control_q};

endmodule
