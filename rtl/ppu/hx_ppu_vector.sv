// Vector unit of the plasticity processor: queue, dispatch, five units, one register file port.
// SPDX-License-Identifier: Apache-2.0
//
// An instruction that the scalar core issues in cycle T is handed over in T + 1 and may leave the
// queue from T + 2 on. Instructions run out of order across units and in order within one;
// registers, accumulator and condition register are kept consistent. The three memory paths (the
// scalar core's and the two buses here) are not ordered among each other; idle_o is for that. Both
// buses take requests that stand until accepted and one response for each, in order, at least one
// cycle after acceptance. With idle_o, no input and nothing but bookkeeping of one cycle changes.
module hx_ppu_vector
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    output logic        ready_o,   // a vector instruction may issue in this cycle
    input  logic        valid_i,   // one cycle after issue
    input  logic [31:0] word_i,
    input  logic [31:0] base_i,    // (RA|0), or RA for splat
    input  logic [31:0] offset_i,  // RB
    output logic        idle_o,    // nothing queued, running or handed over

    output logic        serial_valid_o,
    output logic        serial_write_o,
    output logic [31:0] serial_address_o,   // bytes, of a word
    output logic [31:0] serial_data_o,
    input  logic        serial_accept_i,
    input  logic        serial_response_i,
    input  logic [31:0] serial_data_i,

    output logic           row_valid_o,
    output logic           row_write_o,
    output logic    [31:0] row_address_o,
    output mask_t          row_enable_o,    // bit 127 is byte 0, the top of the data
    output vector_t        row_data_o,
    input  logic           row_accept_i,
    input  logic           row_response_i,
    input  vector_t        row_data_i
);

  // Queue and dispatch
  logic             head_valid;
  op_t              head;
  logic [     31:0] head_scalar;
  logic [Units-1:0] push;
  logic [      2:0] waits;

  // Stations. Units with one operand or none have no use for all of this.
  /* verilator lint_off UNUSEDSIGNAL */
  logic [Units-1:0]       full;
  logic [Units-1:0]       ready;
  logic [Units-1:0]       hold;
  logic [Units-1:0]       read_request;
  logic [Units-1:0][ 4:0] read_address;
  logic [Units-1:0]       load_a;
  logic [Units-1:0]       load_b;
  op_t  [Units-1:0]       op;
  logic [Units-1:0][31:0] scalar;
  logic [Units-1:0]       start;
  logic [Units-1:0][31:0] reads;
  logic [Units-1:0]       reads_vcr;
  logic [Units-1:0]       station_busy;
  mask_t                  unused_enable;
  logic                   unused_stall;
  /* verilator lint_on UNUSEDSIGNAL */

  // Units
  logic       [Units-1:0]      write_request;
  logic       [Units-1:0][4:0] write_target;
  logic       [Units-1:0]      grant;
  logic       [Units-1:0]      unit_busy;
  condition_t                  vcr;
  vector_t                     madd_result;
  vector_t                     madd_written;
  mask_t                       madd_enable;
  mask_t                       madd_written_enable;
  vector_t                     permute_result;
  vector_t                     permute_written;
  vector_t                     serial_result;
  vector_t                     row_result;
  logic                        madd_stall;

  // Register file
  logic              write;
  logic        [4:0] address;
  vector_t           read_data;
  vector_t           write_data;
  mask_t             write_enable;
  logic              wake_q;
  logic        [4:0] wake_register_q;
  logic              vcr_freed;
  logic              vcr_wake;
  logic              vcr_pending;

  assign idle_o = !(valid_i || head_valid || |station_busy || |unit_busy);

  hx_ppu_vector_queue u_queue (
      .clk_i,
      .rst_ni,
      .ready_o,
      .valid_i,
      .word_i,
      .base_i,
      .offset_i,
      .head_valid_o (head_valid),
      .head_o       (head),
      .head_scalar_o(head_scalar),
      .pop_i        (|push)
  );

  hx_ppu_vector_dispatch u_dispatch (
      .clk_i,
      .rst_ni,
      .head_valid_i      (head_valid),
      .head_i            (head),
      .full_i            (full),
      .reads_i           (reads[0] | reads[1] | reads[2] | reads[3] | reads[4]),
      .reads_vcr_i       (|reads_vcr),
      .push_o            (push),
      .wait_o            (waits),
      .written_i         (write),
      .written_register_i(address),
      .vcr_freed_i       (vcr_freed),
      .vcr_pending_o     (vcr_pending)
  );

  for (genvar u = 0; u < int'(Units); u++) begin : gen_station
    localparam int unsigned Depth = u == int'(UnitMadd) ? 4 : u == int'(UnitRow) ? 16 : 2;
    hx_ppu_vector_station #(
        .Depth(Depth)
    ) u_station (
        .clk_i,
        .rst_ni,
        .push_i         (push[u]),
        .op_i           (head),
        .scalar_i       (head_scalar),
        .wait_i         (waits),
        .full_o         (full[u]),
        .wake_i         (wake_q),
        .wake_register_i(wake_register_q),
        .wake_vcr_i     (vcr_wake),
        .ready_i        (ready[u]),
        .hold_i         (hold[u]),
        .request_o      (read_request[u]),
        .address_o      (read_address[u]),
        // A unit's own write comes first.
        .grant_i        (grant[u] && !write_request[u]),
        .load_a_o       (load_a[u]),
        .load_b_o       (load_b[u]),
        .head_o         (op[u]),
        .head_scalar_o  (scalar[u]),
        .start_o        (start[u]),
        .reads_o        (reads[u]),
        .reads_vcr_o    (reads_vcr[u]),
        .busy_o         (station_busy[u])
    );
  end

  assign ready[UnitMadd]    = 1'b1;
  assign ready[UnitCompare] = 1'b1;
  assign ready[UnitPermute] = 1'b1;
  // The multiplier goes on in the cycle of its write, the permute unit does not.
  assign hold = {write_request[UnitPermute], 3'b000, madd_stall};

  hx_ppu_vector_arbiter u_arbiter (
      .clk_i,
      .rst_ni,
      .request_i(read_request | write_request),
      .grant_o  (grant)
  );

  hx_ppu_vector_madd u_madd (
      .clk_i,
      .rst_ni,
      .load_a_i(load_a[UnitMadd]),
      .load_b_i(load_b[UnitMadd]),
      .data_i  (read_data),
      .start_i (start[UnitMadd]),
      .op_i    (op[UnitMadd]),
      .vcr_i   (vcr),
      .result_o(madd_result),
      .enable_o(madd_enable)
  );

  // Operand registers, four multiplier stages, one adder stage, output.
  hx_ppu_vector_pipe #(
      .Stages(7)
  ) u_madd_pipe (
      .clk_i,
      .rst_ni,
      .start_i     (start[UnitMadd]),
      .has_target_i(op[UnitMadd].has_target),
      .target_i    (op[UnitMadd].target),
      .result_i    (madd_result),
      .enable_i    (madd_enable),
      .request_o   (write_request[UnitMadd]),
      .grant_i     (grant[UnitMadd]),
      .target_o    (write_target[UnitMadd]),
      .result_o    (madd_written),
      .enable_o    (madd_written_enable),
      .stall_o     (madd_stall),
      .busy_o      (unit_busy[UnitMadd])
  );

  hx_ppu_vector_compare u_compare (
      .clk_i,
      .rst_ni,
      .start_i  (start[UnitCompare]),
      .is_byte_i(op[UnitCompare].is_byte),
      .load_i   (load_a[UnitCompare]),
      .data_i   (read_data),
      .vcr_o    (vcr),
      .freed_o  (vcr_freed),
      .wake_o   (vcr_wake),
      .busy_o   (unit_busy[UnitCompare])
  );
  assign write_request[UnitCompare] = 1'b0;
  assign write_target[UnitCompare]  = '0;

  hx_ppu_vector_permute u_permute (
      .clk_i,
      .load_a_i(load_a[UnitPermute]),
      .load_b_i(load_b[UnitPermute]),
      .data_i  (read_data),
      .start_i (start[UnitPermute]),
      .op_i    (op[UnitPermute]),
      .scalar_i(scalar[UnitPermute][15:0]),
      .vcr_i   (vcr),
      .result_o(permute_result)
  );

  hx_ppu_vector_pipe #(
      .Stages(3)
  ) u_permute_pipe (
      .clk_i,
      .rst_ni,
      .start_i     (start[UnitPermute]),
      .has_target_i(1'b1),
      .target_i    (op[UnitPermute].target),
      .result_i    (permute_result),
      .enable_i    ('1),
      .request_o   (write_request[UnitPermute]),
      .grant_i     (grant[UnitPermute]),
      .target_o    (write_target[UnitPermute]),
      .result_o    (permute_written),
      .enable_o    (unused_enable),
      .stall_o     (unused_stall),
      .busy_o      (unit_busy[UnitPermute])
  );

  hx_ppu_vector_serial u_serial (
      .clk_i,
      .rst_ni,
      .load_i   (load_a[UnitSerial]),
      .data_i   (read_data),
      .start_i  (start[UnitSerial]),
      .op_i     (op[UnitSerial]),
      .address_i(scalar[UnitSerial][31:2]),
      .ready_o  (ready[UnitSerial]),
      .busy_o   (unit_busy[UnitSerial]),
      .request_o(write_request[UnitSerial]),
      .grant_i  (grant[UnitSerial]),
      .target_o (write_target[UnitSerial]),
      .result_o (serial_result),
      .serial_valid_o,
      .serial_write_o,
      .serial_address_o,
      .serial_data_o,
      .serial_accept_i,
      .serial_response_i,
      .serial_data_i
  );

  hx_ppu_vector_row u_row (
      .clk_i,
      .rst_ni,
      .load_i   (load_a[UnitRow]),
      .data_i   (read_data),
      .start_i  (start[UnitRow]),
      .op_i     (op[UnitRow]),
      .address_i(scalar[UnitRow]),
      .vcr_i    (vcr),
      .ready_o  (ready[UnitRow]),
      .busy_o   (unit_busy[UnitRow]),
      .request_o(write_request[UnitRow]),
      .grant_i  (grant[UnitRow]),
      .target_o (write_target[UnitRow]),
      .result_o (row_result),
      .row_valid_o,
      .row_write_o,
      .row_address_o,
      .row_enable_o,
      .row_data_o,
      .row_accept_i,
      .row_response_i,
      .row_data_i
  );

  // The port of the register file
  always_comb begin
    write        = |(grant & write_request);
    address      = '0;
    write_data   = '0;
    write_enable = '1;
    for (int unsigned u = 0; u < Units; u++) begin
      if (grant[u]) address = write_request[u] ? write_target[u] : read_address[u];
    end
    if (write) begin
      if (grant[UnitMadd]) begin
        write_data   = madd_written;
        write_enable = madd_written_enable;
      end else if (grant[UnitPermute]) write_data = permute_written;
      else if (grant[UnitSerial]) write_data = serial_result;
      else write_data = row_result;
    end
  end

  hx_ppu_vector_registers u_registers (
      .clk_i,
      .address_i(address),
      .data_o   (read_data),
      .write_i  (write),
      .data_i   (write_data),
      .enable_i (write_enable)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wake_q <= 1'b0;
    end else begin
      wake_q          <= write;
      wake_register_q <= address;
    end
  end

  // Idle means that nothing is left to happen.
  idle_is_quiet :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      idle_o |-> !write && start == '0 && !serial_valid_o && !row_valid_o && !vcr_pending);

endmodule
