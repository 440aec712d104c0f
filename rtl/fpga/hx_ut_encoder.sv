// Messages for the host: time messages added where needed, then packed into words.
// SPDX-License-Identifier: Apache-2.0
//
// Up to Sources messages enter in a cycle, index 0 first, all happening at FPGA time time_i;
// they may only come while room_o is 1 or in the cycle after. One message a cycle leaves. The
// host counts one cycle a message from 0 at the start of a program; so that a message which
// happened at T is stamped T,
//   T = host + 1               it is sent as it is
//   T = host + 2 .. host + 257 a sysdelta of T - host - 2 goes first
//   T <= host                  (several messages in one cycle) it is sent as it is, a little late
//   otherwise                  a systime of T - 1 goes first
// Messages with timed_i = 0 (before the first synchronisation) get no time messages. After a
// halt the host starts again at 0 and the packer is flushed; it is also flushed by the flush
// marker and after FlushCycles cycles without a message.
//
// Source: time rule of the public host software's decoder, seen from the sender.
module hx_ut_encoder
  import hx_fpga_pkg::*;
#(
    parameter int unsigned Sources = 4,
    parameter int unsigned Depth = 64,        // messages, a power of two
    parameter int unsigned FlushCycles = 256
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [15:0] skip_i,  // further cycles that this edge stands for

    input time_t time_i,
    input logic  timed_i,

    output logic                   room_o,
    input  logic     [Sources-1:0] message_valid_i,
    input  message_t [Sources-1:0] message_i,

    output logic        marker_done_o,  // everything before a flush marker has left
    output logic        word_valid_o,
    output logic [63:0] word_o
);

  typedef struct packed {
    logic     timed;
    time_t    when_;
    message_t message;
  } entry_t;

  localparam int unsigned CountWidth = $clog2(Depth) + 1;
  // A host ahead of a message by less than this is ahead because messages queued up. Longer
  // leads occur only when the time was set; they need a systime.
  localparam time_t LargestLead = time_t'(4 * Depth);

  entry_t [   Sources-1:0] entries;
  entry_t                  head;
  logic   [CountWidth-1:0] count;
  logic                    pop;

  // A source may bring its message one cycle after it saw room.
  assign room_o = count <= CountWidth'(Depth - 2 * Sources);

  always_comb begin
    entries = '0;
    if (|message_valid_i) begin
      for (int unsigned i = 0; i < Sources; i++) begin
        entries[i] = '{timed: timed_i, when_: time_i, message: message_i[i]};
      end
    end
  end

  hx_multi_fifo #(
      .Width (1 + TimeWidth + $bits(message_t)),
      .Depth (Depth),
      .Pushes(Sources),
      .Pops  (1)
  ) i_queue (
      .clk_i,
      .rst_ni,
      .push_i     (message_valid_i),
      .data_i     (entries),
      .pop_count_i(pop),
      .head_o     (head),
      .count_o    (count)
  );

  time_t       host_q;
  time_t       host_d;
  logic [15:0] quiet_q;  // cycles without a message while a remainder waits
  logic        marker_q;

  time_t gap;   // from the host's time to the message
  logic  late;  // the host is there already
  assign gap  = head.when_ - host_q;
  assign late = host_q - head.when_ < LargestLead;

  logic        packer_ready;
  logic        packer_remainder;
  logic        packer_flushing;
  logic        packer_valid;
  logic        packer_long;
  logic [79:0] packer_message;
  logic        flush;
  logic        marker;

  always_comb begin
    pop            = 1'b0;
    flush          = 1'b0;
    marker         = 1'b0;
    host_d         = host_q;
    packer_valid   = 1'b0;
    packer_long    = 1'b0;
    packer_message = '0;
    if (count != '0 && packer_ready) begin
      if (head.message.code == FromFpgaFlushMarker) begin
        pop    = 1'b1;
        flush  = 1'b1;
        marker = 1'b1;
      end else begin
        packer_valid = 1'b1;
        host_d       = head.when_ - 1'b1;
        if (!head.timed || head.message.code == FromFpgaSystime || late || gap == 43'd1) begin
          pop         = 1'b1;
          packer_long = head.message.code == FromFpgaSpikePack3 ||
              head.message.code == FromFpgaSamplePack3;
          if (packer_long) packer_message = {4'b0, head.message.code, head.message.payload};
          else packer_message = {4'b0, head.message.code, head.message.payload[55:0], 16'b0};
          host_d = host_q + 1'b1;
          if (head.message.code == FromFpgaSystime) host_d = head.message.payload[TimeWidth-1:0];
          if (head.message.code == FromFpgaLoopback && !head.message.payload[0]) begin
            host_d = '0;
            flush  = 1'b1;
          end
        end else if (gap <= 43'd257) begin
          packer_message = {4'b0, FromFpgaSysdelta, 48'b0, 8'(gap - 43'd2), 16'b0};
        end else begin
          packer_message = {4'b0, FromFpgaSystime, 13'b0, host_d, 16'b0};
        end
      end
    end else if (quiet_q >= 16'(FlushCycles) && packer_ready) begin
      flush = 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      host_q        <= '0;
      quiet_q       <= '0;
      marker_q      <= 1'b0;
      marker_done_o <= 1'b0;
    end else begin
      marker_done_o <= 1'b0;
      if (packer_valid) host_q <= host_d;
      if (packer_valid || flush) quiet_q <= '0;
      else if (packer_remainder) quiet_q <= quiet_q + 1'b1 + skip_i;
      if (marker) marker_q <= 1'b1;
      else if (marker_q && !packer_flushing) begin
        marker_q      <= 1'b0;
        marker_done_o <= 1'b1;
      end
    end
  end

  hx_bit_packer i_packer (
      .clk_i,
      .rst_ni,
      .ready_o        (packer_ready),
      .message_valid_i(packer_valid),
      .message_long_i (packer_long),
      .message_i      (packer_message),
      .flush_i        (flush),
      .remainder_o    (packer_remainder),
      .flushing_o     (packer_flushing),
      .word_valid_o,
      .word_o
  );

  // Messages come only when there is room for all sources, or one cycle later.
  only_with_room :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      |message_valid_i |-> count <= CountWidth'(Depth - Sources));

endmodule
