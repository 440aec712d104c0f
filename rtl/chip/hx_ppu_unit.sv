// One plasticity processor with its memory, in the chip.
// SPDX-License-Identifier: Apache-2.0
//
// Bit 0 of the control register lets the processor run; without it the processor is in reset.
// Its clock stops in reset and in sleep; with timers on it runs again in time for them, and its
// cycle counter makes up for the time it stood. force_clock_on keeps it on,
// force_clock_off (which goes first) stops it wherever it is, time base included. The clock of all
// but the memory is the processor's, so a stopped one costs nothing; it goes on until accesses to
// Omnibus and FPGA have ended, and nothing new begins while it is to stop. The status says asleep
// when stores have been handed to the link, and in reset. Pins and doorbell have no source in the
// public map and rest.
// Latencies beyond the core's own: local memory vectors (SerialRead, SerialWrite), chosen to give
// the published durations of fxvlax and fxvstax.
module hx_ppu_unit
  import hx_link_pkg::memory_data_t;
  import hx_link_pkg::memory_word_t;
  import hx_omnibus_pkg::*;
  import hx_ppu_external_pkg::*;
#(
    parameter int unsigned Half = 0,        // 0 top, 1 bottom
    parameter int unsigned SerialRead = 7,  // cycles from accept to response, at least 1
    parameter int unsigned SerialWrite = 5
) (
    input logic clk_i,
    input logic rst_ni,
    input logic [47:0] now_i,  // free cycle counter of the chip

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    output logic      request_valid_o,  // chip Omnibus
    output request_t  request_o,
    input  logic      request_ready_i,
    input  logic      response_valid_i,
    input  response_t response_i,
    output logic      response_ready_o,

    output logic         word_valid_o,  // memory of the FPGA
    output memory_word_t word_o,
    output logic         word_busy_o,   // an access is being sent
    input  logic         word_ready_i,
    input  logic         reply_valid_i,
    input  memory_data_t reply_i,

    output logic          row_request_o,  // synapse array
    output logic          row_write_o,
    output logic [21:0]   row_address_o,
    output logic [127:0]  row_enable_o,
    output logic [1023:0] row_o,
    input  logic          row_done_i,
    input  logic [1023:0] row_i,

    output logic        clock_on_o,       // the core's clock runs behind the next falling edge

    output logic        sleep_o,          // for waves: asleep or in reset
    output logic        issue_o,          // an instruction issues
    output logic [29:0] issue_address_o,  // its word address
    output logic [31:0] issue_word_o
);

  // --- clock and reset ----------------------------------------------------------------------
  logic [3:0] control;  // cache, clock off, clock on, run
  logic       core_clk, core_rst_n, core_rst_nq, on_q, sleep, can_wake;
  logic       looks_q;    // the control register may have changed
  logic       resting_q;  // in reset and has had an edge in it
  logic       stop_q;     // accesses may only end
  logic       data_busy, external_busy, code_busy, busy;

  assign core_rst_n = core_rst_nq && rst_ni;  // also before the first edge
  assign busy       = data_busy || external_busy || code_busy;
  hx_clock_gate i_gate (.clk_i, .enable_i(on_q), .clk_o(core_clk));

  // A nap is a sleep with timers on, longer than the edges that it takes to come out of it. Behind a
  // nap there is one edge that makes up for it, and at least one more before a timer does anything.
  localparam logic [31:0] ShortestNap = 32'd3;
  localparam logic [47:0] Lead = 48'd2;
  logic        naps_q;
  logic [47:0] asleep_at_q, wake_at_q;
  logic [31:0] quiet, slept_q;
  logic        may_nap;
  assign may_nap = sleep && can_wake && !fetch && quiet >= ShortestNap && slept_q == '0;

  always_ff @(posedge clk_i) begin
    logic wakes, on;
    looks_q <= access_valid_i;
    if (on_q) slept_q <= '0;
    if (!rst_ni) begin
      core_rst_nq <= 1'b0;
      resting_q   <= 1'b0;
      on_q        <= 1'b1;
      naps_q      <= 1'b0;
      slept_q     <= '0;
    end else begin
      wakes = naps_q && now_i >= wake_at_q;
      if (on_q || looks_q || wakes) begin
        core_rst_nq <= control[0];
        if (core_rst_nq) resting_q <= 1'b0;
        else if (on_q) resting_q <= 1'b1;
        if (busy) on = 1'b1;
        else if (control[2]) on = !stop_q && slept_q == '0;
        else if (control[1]) on = 1'b1;
        else if (control[0])
          on = !core_rst_nq || !sleep || wakes || (can_wake && !may_nap) || stop_q;
        else on = core_rst_nq || !(on_q || resting_q);
        on_q   <= on;
        naps_q <= !on && (on_q ? may_nap && !control[2] && core_rst_nq : naps_q);
        if (on_q) begin
          asleep_at_q <= now_i;
          wake_at_q   <= now_i + 48'(quiet) - Lead;
        end
        if (naps_q && on) slept_q <= 32'(now_i - asleep_at_q);
      end
    end
  end

  always_ff @(posedge core_clk) stop_q <= rst_ni && control[2];

  // --- core ---------------------------------------------------------------------------------
  logic         fetch, fetch_delay, data_request, data_write, data_accept, data_response,
                serial_request, serial_write, serial_response, core_row_request, core_row_write,
                core_row_accept, core_row_response;
  logic [29:0]  fetch_address;
  logic [31:0]  fetch_data, data_address, data_out, data_in, serial_address, serial_out, serial_in,
                core_row_address;
  logic [3:0]   data_enable, pins, pins_enable;
  logic [127:0] core_row_enable;
  logic [1023:0] core_row_out, core_row_in;
  logic         issued, branch, missed_taken, missed_not_taken;

  hx_ppu i_ppu (
      .clk_i(core_clk), .rst_ni(core_rst_n), .fetch_o(fetch), .fetch_address_o(fetch_address),
      .fetch_delay_i(fetch_delay), .fetch_data_i(fetch_data), .data_request_o(data_request),
      .data_write_o(data_write), .data_address_o(data_address), .data_enable_o(data_enable),
      .data_o(data_out), .data_accept_i(data_accept), .data_response_i(data_response),
      .data_i(data_in), .serial_request_o(serial_request), .serial_write_o(serial_write),
      .serial_address_o(serial_address), .serial_o(serial_out), .serial_accept_i(1'b1),
      .serial_response_i(serial_response), .serial_i(serial_in), .row_request_o(core_row_request),
      .row_write_o(core_row_write), .row_address_o(core_row_address),
      .row_enable_o(core_row_enable), .row_o(core_row_out), .row_accept_i(core_row_accept),
      .row_response_i(core_row_response), .row_i(core_row_in),
      .pins_i('0), .pins_o(pins), .pins_enable_o(pins_enable), .doorbell_i(1'b0),
      .sleep_o(sleep), .can_wake_o(can_wake), .quiet_o(quiet), .slept_i(slept_q), .issue_o, .issue_address_o, .issue_word_o,
      .issued_o(issued), .branch_o(branch),
      .missed_taken_o(missed_taken), .missed_not_taken_o(missed_not_taken)
  );

  // --- instructions -------------------------------------------------------------------------
  logic        fetch_local, code_request, code_taken, code_data_valid;
  logic [27:0] code_address;
  logic [31:0] fetch_local_data, code_data;

  hx_ppu_code i_code (
      .clk_i(core_clk), .rst_ni, .core_rst_ni(core_rst_n), .stop_i(stop_q), .cache_i(control[3]),
      .fetch_i(fetch), .address_i(fetch_address), .delay_o(fetch_delay), .data_o(fetch_data),
      .busy_o(code_busy), .local_o(fetch_local), .local_data_i(fetch_local_data),
      .request_o(code_request), .request_address_o(code_address), .request_taken_i(code_taken),
      .reply_valid_i(code_data_valid), .reply_i(code_data)
  );

  // --- loads and stores ---------------------------------------------------------------------
  logic        data_local, external_valid, external_pop, external_data_valid;
  logic [31:0] local_data, external_data;
  external_t   external;

  hx_ppu_data i_data (
      .clk_i(core_clk), .rst_ni, .core_rst_ni(core_rst_n), .stop_i(stop_q), .busy_o(data_busy),
      .request_i(data_request), .write_i(data_write), .address_i(data_address),
      .enable_i(data_enable), .data_i(data_out), .accept_o(data_accept),
      .response_o(data_response), .data_o(data_in), .local_o(data_local),
      .local_data_i(local_data), .chip_request_valid_o(request_valid_o),
      .chip_request_o(request_o), .chip_request_ready_i(request_ready_i),
      .chip_response_valid_i(response_valid_i), .chip_response_i(response_i),
      .chip_response_ready_o(response_ready_o), .external_valid_o(external_valid),
      .external_o(external), .external_pop_i(external_pop),
      .external_data_valid_i(external_data_valid), .external_data_i(external_data)
  );

  // --- rows ---------------------------------------------------------------------------------
  logic          external_row, external_done;
  logic [27:0]   address_of_row;
  logic [1023:0] external_row_data;

  hx_ppu_rows i_rows (
      .clk_i(core_clk), .rst_ni(core_rst_n), .stop_i(stop_q), .request_i(core_row_request),
      .write_i(core_row_write), .address_i(core_row_address), .enable_i(core_row_enable),
      .data_i(core_row_out), .accept_o(core_row_accept), .response_o(core_row_response),
      .data_o(core_row_in), .array_request_o(row_request_o), .external_request_o(external_row),
      .row_write_o, .row_address_o(address_of_row), .row_enable_o, .row_data_o(row_o),
      .array_done_i(row_done_i), .array_data_i(row_i), .external_done_i(external_done),
      .external_data_i(external_row_data)
  );
  assign row_address_o = address_of_row[21:0];

  hx_ppu_external #(.Half(1'(Half))) i_external (
      .clk_i(core_clk), .rst_ni, .access_valid_i(external_valid), .access_i(external),
      .access_pop_o(external_pop), .access_data_valid_o(external_data_valid),
      .access_data_o(external_data), .code_request_i(code_request),
      .code_address_i(code_address), .code_taken_o(code_taken),
      .code_data_valid_o(code_data_valid), .code_data_o(code_data),
      .row_request_i(external_row), .row_write_i(row_write_o), .row_address_i(address_of_row),
      .row_enable_i(row_enable_o), .row_data_i(row_o),
      .row_done_o(external_done), .row_data_o(external_row_data), .word_valid_o, .word_o,
      .sending_o(word_busy_o), .busy_o(external_busy), .word_ready_i, .reply_valid_i, .reply_i
  );

  // --- vectors in the local memory ----------------------------------------------------------
  // One transfer at a time, all of it reads or writes.
  localparam int unsigned Stages = (SerialRead > SerialWrite ? SerialRead : SerialWrite) - 1;
  logic [31:0]       serial_data, serial_q [Stages];
  logic [Stages:0]   serial_valid_q;  // index: cycles since the answer could have come
  logic              serial_write_q;

  always_ff @(posedge core_clk) begin
    if (!core_rst_n) serial_valid_q <= '0;
    else serial_valid_q <= (Stages + 1)'({serial_valid_q, serial_request});
    if (serial_request) serial_write_q <= serial_write;
    if (serial_valid_q != '0) begin
      serial_q[0] <= serial_data;
      for (int unsigned i = 1; i < Stages; i++) serial_q[i] <= serial_q[i-1];
    end
  end

  assign serial_response = serial_write_q ? serial_valid_q[SerialWrite-1]
                                          : serial_valid_q[SerialRead-1];
  assign serial_in       = serial_q[SerialRead-2];

  hx_ppu_memory #(.Half(Half)) i_memory (
      .clk_i, .rst_ni, .access_valid_i, .access_i, .access_data_o,
      .core_clk_i(core_clk), .core_on_i(on_q && core_rst_n),
      .fetch_i(fetch_local), .fetch_address_i(fetch_address[11:0]),
      .fetch_data_o(fetch_local_data),
      .data_valid_i(data_local), .data_write_i(data_write),
      .data_address_i(data_address[13:2]), .data_byte_enables_i(data_enable), .data_i(data_out),
      .data_o(local_data), .serial_valid_i(serial_request), .serial_write_i(serial_write),
      .serial_address_i(serial_address[13:2]), .serial_i(serial_out), .serial_o(serial_data),
      .sleep_i(!core_rst_nq || (sleep && !busy)), .control_o(control)
  );

  // What is shown to others would be taken again and again from a clock that stands.
  clock_runs_while_sending :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      request_valid_o || word_busy_o |-> on_q);

  assign clock_on_o = on_q;
  assign sleep_o = !core_rst_nq || sleep;

  logic unused;
  assign unused = &{1'b0, data_address[1:0], serial_address[31:14],
                    serial_address[1:0], pins, pins_enable, issued, branch, missed_taken,
                    missed_not_taken};

endmodule
