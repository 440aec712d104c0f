// Counts events that were lost between the two ends.
// SPDX-License-Identifier: Apache-2.0
//
// The other end numbers its events: words with events carry the number sent before them, bus
// words the number sent so far, both modulo 32; control words and answers of writes carry all
// of it. What the other end has sent minus what has arrived is lost. A gap of 32 events or more
// is known after the next word with the whole number.
module hx_event_count #(
    parameter int unsigned Words = 1  // that can arrive in a cycle, index 0 first
) (
    input logic clk_i,
    input logic rst_ni,
    input logic restart_i,  // the other end counts from 0 again; lost_o goes on

    input logic [Words-1:0]      short_valid_i,  // a number modulo 32
    input logic [Words-1:0]      total_valid_i,  // the whole number
    input logic [Words-1:0][31:0] sent_i,
    input logic [Words-1:0][1:0] count_i,        // events in this word

    output logic [31:0] lost_o
);

  logic [31:0] sent_q;     // by the other end, as far as it is known
  logic [31:0] missing_q;  // of them
  logic [31:0] earlier_q;  // lost before the last restart

  assign lost_o = earlier_q + missing_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sent_q    <= '0;
      missing_q <= '0;
      earlier_q <= '0;
    end else if (restart_i) begin
      sent_q    <= '0;
      missing_q <= '0;
      earlier_q <= lost_o;
    end else if (|short_valid_i || |total_valid_i) begin
      logic [31:0] sent, arrived;
      sent    = sent_q;
      arrived = '0;
      for (int unsigned i = 0; i < Words; i++) begin
        if (total_valid_i[i]) sent = sent_i[i];
        if (short_valid_i[i]) begin
          sent    = sent + 32'(5'(sent_i[i][4:0] - sent[4:0])) + 32'(count_i[i]);
          arrived = arrived + 32'(count_i[i]);
        end
      end
      sent_q    <= sent;
      missing_q <= missing_q + sent - sent_q - arrived;
    end
  end

endmodule
