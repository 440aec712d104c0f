// The FPGA: takes host words, runs them, talks to the chip and answers with response words.
// SPDX-License-Identifier: Apache-2.0
//
// Clock 125 MHz; pins: docs/pins.md. This file only wires the parts together.
//
// An instruction is executed in the cycle in which its word is on the pins; it takes effect one
// cycle later, and the time of its messages is the FPGA time of its effect. Latencies in FPGA
// cycles from the effect: 1 until its lane word is on lane_tx; 2 until the answer of an FPGA
// register or of the FPGA's memory is a message. A message is in a response word 3 cycles after
// it happened. A word from the chip is used one cycle after it was on lane_rx.
module hx_fpga
  import hx_fpga_pkg::*;
#(
    parameter int unsigned AccessLimit = 52,    // bus accesses in flight
    parameter int unsigned FlushCycles = 256,   // without a message, then the encoder flushes
    parameter int unsigned EventDepth = 1024,   // events waiting for the encoder
    parameter int unsigned InitCycles = 1250,   // until a lane is up
    parameter bit LanesAlwaysUp = 1'b0          // for benches
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic [31:0] skip_i,  // further cycles that this edge stands for, at most rest_o - 1
    output logic [31:0] rest_o,  // cycles that the FPGA rests (hx_fpga_rest)

    output logic        word_ready_o,
    input  logic        word_valid_i,
    input  logic [63:0] word_i,
    output logic        starved_o,

    output logic error_o,    // for triggers of waves: an error flag is set in this cycle
    output logic timeout_o,  // an instruction timed out

    output logic        response_valid_o,
    output logic [63:0] response_o,

    output logic        lane_tx_valid_o,
    output logic [ 2:0] lane_tx_lane_o,
    output logic [63:0] lane_tx_word_o,

    input  logic [9:0] lane_latency_i,  // one way, beyond LinkLatency; constant
    output logic [7:0] lane_ready_o,    // what the training on each lane tells the chip
    input  logic [7:0] lane_partner_i,  // the same from the chip

    input logic [1:0]       lane_rx_valid_i,
    input logic [1:0][ 2:0] lane_rx_lane_i,
    input logic [1:0][63:0] lane_rx_word_i,

    output logic chip_reset_o,

    output logic jtag_tck_o,
    output logic jtag_tms_o,
    output logic jtag_tdi_o,
    input  logic jtag_tdo_i
);

  import hx_omnibus_pkg::response_t;
  import hx_link_pkg::event_t;
  import hx_link_pkg::memory_word_t;
  import hx_link_pkg::memory_data_t;

  // Order of messages that happen in one cycle; a halt is the last of its cycle.
  localparam int unsigned Sources        = 4;
  localparam int unsigned SourceSync     = 0;
  localparam int unsigned SourceOmnibus  = 1;
  localparam int unsigned SourceEvents   = 2;
  localparam int unsigned SourceExecutor = 3;

  logic                   room;
  logic     [Sources-1:0] message_valid;
  message_t [Sources-1:0] message;
  logic                   marker_done;
  time_t                  time_now;
  logic                   synchronised;

  logic                   access_full;
  logic                   access_busy;
  logic                   address_valid;
  logic                   access_valid;
  access_t                access;
  logic                   events_valid;
  logic       [1:0]       events_count;
  logic       [2:0][15:0] events_labels;
  logic                   jtag_valid;
  jtag_t                  jtag;
  logic                   jtag_full;
  logic                   jtag_busy;
  logic                   sync_start;
  logic                   sync_busy;
  logic                   report_time;
  logic                   loopback_valid;
  logic                   loopback_tick;
  logic                   marker_valid;
  logic            [31:0] timer;
  logic                   access_silent;
  logic            [31:0] access_value;
  logic            [31:0] polling_address;
  logic            [31:0] polling_target;
  logic            [31:0] polling_mask;
  logic                   correction_armed;
  logic                   illegal;
  logic            [31:0] timeout;
  logic                   timeout_valid;
  logic            [31:0] index;
  logic            [ 5:0] reads_in_flight;
  logic                   trace_stalled;
  logic            [ 6:0] trace_stalls;

  hx_executor i_executor (
      .clk_i, .rst_ni, .skip_i, .word_ready_o, .word_valid_i, .word_i, .starved_o, .room_i(room),
      .access_full_i(access_full), .access_busy_i(access_busy), .link_busy_i(link_busy),
      .jtag_full_i(jtag_full), .jtag_busy_i(jtag_busy), .sync_busy_i(sync_busy),
      .access_value_i(access_value), .marker_done_i(marker_done),
      .polling_address_i(polling_address), .polling_target_i(polling_target),
      .polling_mask_i(polling_mask), .correction_armed_i(correction_armed),
      .address_valid_o(address_valid), .access_valid_o(access_valid), .access_o(access),
      .access_silent_o(access_silent), .events_valid_o(events_valid),
      .events_count_o(events_count), .events_labels_o(events_labels), .jtag_valid_o(jtag_valid),
      .jtag_o(jtag), .sync_start_o(sync_start), .report_time_o(report_time),
      .loopback_valid_o(loopback_valid), .loopback_tick_o(loopback_tick),
      .marker_valid_o(marker_valid), .timeout_i(timeout), .timeout_valid_o(timeout_valid),
      .index_o(index), .timer_o(timer), .chip_reset_o, .illegal_o(illegal)
  );

  logic     sync_message;
  logic     jtag_message_valid;
  message_t jtag_message;

  always_comb begin
    message_valid[SourceExecutor] =
        loopback_valid || report_time || marker_valid || timeout_valid;
    message[SourceExecutor]       = '{code: FromFpgaLoopback, payload: 72'(loopback_tick)};
    if (report_time) begin
      message[SourceExecutor] = '{code: FromFpgaSystime, payload: 72'(time_now)};
    end else if (marker_valid) begin
      message[SourceExecutor] = '{code: FromFpgaFlushMarker, payload: '0};
    end else if (timeout_valid) begin
      message[SourceExecutor] = '{
          code: FromFpgaTimeout,
          payload: {27'b0, reads_in_flight, trace_stalls, index}
      };
    end
    // The two share a place; a JTAG answer waits for a cycle without a time message.
    message_valid[SourceSync] = sync_message || jtag_message_valid;
    message[SourceSync]       = '{code: FromFpgaSystime, payload: 72'(time_now)};
    if (jtag_message_valid) message[SourceSync] = jtag_message;
  end

  hx_jtag_master i_jtag_master (
      .clk_i,
      .rst_ni,
      .command_valid_i(jtag_valid),
      .command_i      (jtag),
      .full_o         (jtag_full),
      .busy_o         (jtag_busy),
      .room_i         (room && !sync_message),
      .message_valid_o(jtag_message_valid),
      .message_o      (jtag_message),
      .jtag_tck_o,
      .jtag_tms_o,
      .jtag_tdi_o,
      .jtag_tdo_i
  );

  // Link
  logic                   sync_send;
  logic                   sync_send_ready;
  logic      [1:0]        chip_answer_valid;
  response_t [1:0]        chip_answer;
  logic      [3:0]        event_valid;
  event_t    [3:0]        event_data;
  logic                   chip_systime_valid;
  time_t                  chip_systime;

  logic [ 7:0] phy_ready;
  logic [ 7:0] lane_up;
  logic [31:0] link_dropped;
  logic        local_access;  // of the executor to the FPGA's own memory and registers
  logic        own_valid;     // of anybody to them
  access_t     own;
  logic [31:0] link_data;
  logic        link_busy;
  logic        given_up;

  hx_lane_state #(
      .InitCycles   (InitCycles),
      .LanesAlwaysUp(LanesAlwaysUp)
  ) i_lane_state (
      .clk_i,
      .rst_ni,
      .ready_i  (phy_ready),
      .partner_i(lane_partner_i),
      .ready_o  (lane_ready_o),
      .up_o     (lane_up)
  );

  logic               memory_full, memory_data_valid, memory_data_ready;
  logic         [1:0] memory_valid;
  memory_word_t [1:0] memory_word;
  memory_data_t       memory_data;

  hx_fpga_link i_link (
      .clk_i,
      .rst_ni,
      .skip_i,
      .chip_reset_i               (chip_reset_o),
      .given_up_i                 (given_up),
      .lane_latency_i,
      .lane_ready_i               (lane_ready_o),
      .lane_up_i                  (lane_up),
      .dropped_o                  (link_dropped),
      .busy_o                     (link_busy),
      .access_valid_i             (own_valid),
      .access_address_i           (own.address),
      .access_data_o              (link_data),
      .send_events_valid_i        (events_valid),
      .send_events_count_i        (events_count),
      .send_events_labels_i       (events_labels),
      .send_address_valid_i       (address_valid && !access.address[31]),
      .send_address_read_i        (!access.write),
      .send_address_byte_enables_i(access.byte_enables),
      .send_address_i             (access.address),
      .send_data_valid_i          (access_valid && access.write && !access.address[31]),
      .send_data_i                (access.data),
      .send_systime_valid_i       (sync_send),
      .send_systime_ready_o       (sync_send_ready),
      .memory_full_i              (memory_full),
      .memory_valid_o             (memory_valid),
      .memory_o                   (memory_word),
      .memory_data_valid_i        (memory_data_valid),
      .memory_data_i              (memory_data),
      .memory_data_ready_o        (memory_data_ready),
      .answer_valid_o             (chip_answer_valid),
      .answer_o                   (chip_answer),
      .event_valid_o              (event_valid),
      .event_o                    (event_data),
      .systime_valid_o            (chip_systime_valid),
      .systime_o                  (chip_systime),
      .lane_tx_valid_o,
      .lane_tx_lane_o,
      .lane_tx_word_o,
      .lane_rx_lane_i,
      .lane_rx_word_i,
      .lane_rx_valid_i
  );

  // Time
  logic  [3:0] sync_tries;
  logic        sync_failed;
  time_t       round_trip;
  time_t       chip_time;

  hx_systime_sync i_systime_sync (
      .clk_i,
      .rst_ni,
      .skip_i,
      .start_i        (sync_start),
      .tries_i        (sync_tries),
      .lane_latency_i,
      .busy_o         (sync_busy),
      .failed_o       (sync_failed),
      .send_valid_o   (sync_send),
      .send_ready_i   (sync_send_ready),
      .answer_valid_i (chip_systime_valid),
      .answer_i       (chip_systime),
      .time_o         (time_now),
      .synchronised_o (synchronised),
      .room_i         (room),
      .message_valid_o(sync_message),
      .round_trip_o   (round_trip),
      .chip_time_o    (chip_time)
  );

  // Memories and registers
  logic        local_valid;
  logic [31:0] register_data;
  logic [31:0] local_data;
  logic        response_filter;
  logic        recording;
  logic [31:0] dropped;
  logic        answer_lost;
  logic        answer_unexpected;

  assign local_access = access_valid && access.address[31];

  hx_fpga_local i_local (
      .clk_i, .rst_ni, .skip_i(skip_i[15:0]), .chip_reset_i(chip_reset_o),
      .access_valid_i(local_access), .access_i(access), .answer_valid_o(local_valid),
      .answer_data_o(local_data), .memory_full_o(memory_full), .memory_valid_i(memory_valid),
      .memory_i(memory_word), .memory_data_valid_o(memory_data_valid),
      .memory_data_o(memory_data), .memory_data_ready_i(memory_data_ready),
      .own_valid_o(own_valid), .own_o(own), .register_data_i(register_data)
  );

  hx_fpga_registers i_registers (
      .clk_i,
      .rst_ni,
      .access_valid_i   (own_valid),
      .write_i          (own.write),
      .byte_enables_i   (own.byte_enables),
      .address_i        (own.address),
      .data_i           (own.data),
      .data_o           (register_data),
      .response_filter_o(response_filter),
      .recording_o      (recording),
      .sync_tries_o     (sync_tries),
      .timeout_o        (timeout),
      .polling_address_o (polling_address),
      .polling_target_o  (polling_target),
      .polling_mask_o    (polling_mask),
      .correction_armed_o(correction_armed),
      .phy_ready_o       (phy_ready),
      .link_dropped_i    (link_dropped),
      .link_data_i       (link_data),
      .timer_i          (timer),
      .round_trip_i     (round_trip),
      .chip_time_i      (chip_time),
      .sync_busy_i      (sync_busy),
      .dropped_i        (dropped),
      .flags_i          ({sync_failed, answer_unexpected, answer_lost, illegal})
  );

  hx_answer_order #(
      .Limit(AccessLimit)
  ) i_answer_order (
      .clk_i,
      .rst_ni,
      .skip_i,
      .issue_valid_i  (access_valid),
      .issue_chip_i   (!access.address[31]),
      .issue_read_i   (!access.write),
      .issue_silent_i (access.write && response_filter || access_silent),
      .busy_o         (access_busy),
      .full_o         (access_full),
      .reads_in_flight_o(reads_in_flight),
      .local_valid_i  (local_valid),
      .local_data_i   (local_data),
      .chip_valid_i   (chip_answer_valid),
      .chip_answer_i  (chip_answer),
      .reachable_i    (lane_up != '0),
      .chip_reset_i   (chip_reset_o),
      .room_i         (room),
      .message_valid_o(message_valid[SourceOmnibus]),
      .message_o      (message[SourceOmnibus]),
      .value_o        (access_value),
      .given_up_o     (given_up),
      .lost_o         (answer_lost),
      .unexpected_o   (answer_unexpected)
  );

  hx_event_packer #(
      .Depth(EventDepth)
  ) i_event_packer (
      .clk_i,
      .rst_ni,
      .recording_i    (recording),
      .event_valid_i  (event_valid),
      .event_i        (event_data),
      .room_i         (room),
      .message_valid_o(message_valid[SourceEvents]),
      .message_o      (message[SourceEvents]),
      .stalled_o      (trace_stalled),
      .dropped_o      (dropped)
  );

  assign error_o   = sync_failed || answer_unexpected || answer_lost || illegal;
  assign timeout_o = timeout_valid;

  hx_stall_window i_stall_window (
      .clk_i,
      .rst_ni,
      .stall_i(trace_stalled),
      .count_o(trace_stalls)
  );

  hx_ut_encoder #(
      .Sources    (Sources),
      .FlushCycles(FlushCycles)
  ) i_encoder (
      .clk_i,
      .rst_ni,
      .skip_i         (skip_i[15:0]),
      .time_i         (time_now),
      .timed_i        (synchronised),
      .room_o         (room),
      .message_valid_i(message_valid),
      .message_i      (message),
      .marker_done_o  (marker_done),
      .word_valid_o   (response_valid_o),
      .word_o         (response_o)
  );

  hx_fpga_rest i_rest (.rest_o);

endmodule
