// FPGA time and its synchronisation with the chip.
// SPDX-License-Identifier: Apache-2.0
//
// start_i sends a synchronisation word; the chip restarts its counter and answers with a word
// that holds its time (in FPGA cycles) when that word started. In the cycle in which the answer
// is on the pins the chip's time is ReturnLatency + lane_latency_i more; the FPGA time is set so
// that both agree in every later cycle. Then a message with the time is due, held until room_i.
// A word without an answer for RepeatCycles and twice lane_latency_i (lost, or without a lane to
// go) is repeated: the late answer of an earlier one cannot come any more. Repeats words are a
// try, tries_i tries are made in all; after the last the time stays and failed_o is set. A start
// while a synchronisation is under way is part of it.
module hx_systime_sync
  import hx_fpga_pkg::time_t;
#(
    parameter int unsigned ReturnLatency = hx_link_pkg::LinkLatency,
    parameter int unsigned RepeatCycles = 128,  // longer than an answer takes
    parameter int unsigned Repeats = 8  // words in a try
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic       start_i,
    input  logic [3:0] tries_i,
    output logic       busy_o,
    output logic       failed_o,

    input  logic [9:0] lane_latency_i,  // beyond ReturnLatency, constant

    output logic  send_valid_o,
    input  logic  send_ready_i,
    input  logic  answer_valid_i,
    input  time_t answer_i,

    output time_t time_o,
    output logic  synchronised_o,    // ever, since power-on
    input  logic  room_i,
    output logic  message_valid_o,   // the message carries time_o of its cycle
    output time_t round_trip_o,      // from the start of the word to the arrival of the answer
    output time_t chip_time_o
);

  // The answer is seen here one cycle after it was on the pins, and time_o is set for the next.
  localparam time_t ReturnOffset = time_t'(ReturnLatency) + 43'd2;

  logic        send_q;
  logic        message_q;
  logic [ 3:0] tries_q;    // left after this one
  logic [31:0] repeats_q;  // words left of this one
  logic [31:0] age_q;      // cycles since the last word was sent

  assign send_valid_o    = start_i && !busy_o || send_q;
  assign message_valid_o = message_q && room_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      time_o         <= '0;
      synchronised_o <= 1'b0;
      busy_o         <= 1'b0;
      failed_o       <= 1'b0;
      send_q         <= 1'b0;
      message_q      <= 1'b0;
      tries_q        <= '0;
      repeats_q      <= '0;
      age_q          <= '0;
      round_trip_o   <= '0;
      chip_time_o    <= '0;
    end else begin
      time_o <= time_o + 1'b1;
      if (start_i && !busy_o) begin
        busy_o    <= 1'b1;
        failed_o  <= 1'b0;
        send_q    <= !send_ready_i;
        tries_q   <= tries_i == '0 ? '0 : tries_i - 1'b1;
        repeats_q <= Repeats - 1;
        age_q     <= '0;
      end else if (busy_o) begin
        age_q <= age_q + 1'b1;
        if (send_q && send_ready_i) begin
          send_q <= 1'b0;
          age_q  <= '0;
        end
        if (message_q) begin
          if (room_i) begin
            message_q <= 1'b0;
            busy_o    <= 1'b0;
          end
        end else if (answer_valid_i) begin
          time_o         <= answer_i + ReturnOffset + time_t'(lane_latency_i);
          synchronised_o <= 1'b1;
          message_q      <= 1'b1;
          send_q         <= 1'b0;
          round_trip_o   <= {11'b0, age_q - 32'd1};
          chip_time_o    <= answer_i;
        end else if (age_q >= RepeatCycles + 2 * 32'(lane_latency_i) && !(send_q && send_ready_i)) begin
          if (repeats_q != '0) begin
            repeats_q <= repeats_q - 1'b1;
            send_q    <= 1'b1;
            age_q     <= '0;
          end else if (tries_q == '0) begin
            busy_o   <= 1'b0;
            failed_o <= 1'b1;
            send_q   <= 1'b0;
          end else begin
            tries_q   <= tries_q - 1'b1;
            repeats_q <= Repeats - 1;
            send_q    <= 1'b1;
            age_q     <= '0;
          end
        end
      end
    end
  end

endmodule
