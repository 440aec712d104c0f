// Events from the chip to the host: waiting room and forming of packs of one to three.
// SPDX-License-Identifier: Apache-2.0
//
// Events are spikes and samples of the fast ADC. While recording_i is 1 arriving events enter a
// FIFO in order; in every cycle with room_i the oldest up to three of one kind that wait behind
// each other leave as one pack. Events that find less than four free places
// are dropped and counted: the link brings less than the encoder can send for any length of
// time, so this happens only when the encoder is held up for about a thousand events.
module hx_event_packer
  import hx_fpga_pkg::*;
  import hx_link_pkg::event_t;
#(
    parameter int unsigned Depth = 1024  // events, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input logic         recording_i,
    input logic   [3:0] event_valid_i,  // index 0 arrived first
    input event_t [3:0] event_i,

    input  logic     room_i,
    output logic     message_valid_o,
    output message_t message_o,

    output logic        stalled_o,  // events wait and there is no room for a pack
    output logic [31:0] dropped_o
);

  localparam int unsigned CountWidth = $clog2(Depth) + 1;

  logic   [           3:0] push;
  logic   [           1:0] pop;
  event_t [           2:0] head;
  logic   [CountWidth-1:0] count;
  logic                    space;

  assign space = count <= CountWidth'(Depth - 4);
  assign stalled_o = count != '0 && !room_i;
  assign push  = recording_i && space ? event_valid_i : '0;

  hx_multi_fifo #(
      .Width ($bits(event_t)),
      .Depth (Depth),
      .Pushes(4),
      .Pops  (3)
  ) i_events (
      .clk_i,
      .rst_ni,
      .push_i     (push),
      .data_i     (event_i),
      .pop_count_i(pop),
      .head_o     (head),
      .count_o    (count)
  );

  // verilator lint_off UNUSEDSIGNAL
  // The kind is in the code of the message.
  function automatic logic [23:0] bits_of(input event_t item);
    return {item.timestamp, item.label};
  endfunction
  // verilator lint_on UNUSEDSIGNAL

  logic sample, alike_1, alike_2;  // kind of the oldest, whether the next are of the same
  assign sample  = head[0].is_sample;
  assign alike_1 = head[1].is_sample == sample;
  assign alike_2 = head[2].is_sample == sample;

  always_comb begin
    pop             = 2'd0;
    message_valid_o = 1'b0;
    message_o       = '{code: FromFpgaSpikePack1, payload: '0};
    if (count != '0 && room_i) begin
      message_valid_o = 1'b1;
      if (count == CountWidth'(1) || !alike_1) begin
        pop       = 2'd1;
        message_o = '{code: sample ? FromFpgaSamplePack1 : FromFpgaSpikePack1,
                      payload: {48'b0, bits_of(head[0])}};
      end else if (count == CountWidth'(2) || !alike_2) begin
        pop       = 2'd2;
        message_o = '{code: sample ? FromFpgaSamplePack2 : FromFpgaSpikePack2,
                      payload: {24'b0, bits_of(head[0]), bits_of(head[1])}};
      end else begin
        pop       = 2'd3;
        message_o = '{code: sample ? FromFpgaSamplePack3 : FromFpgaSpikePack3,
                      payload: {bits_of(head[0]), bits_of(head[1]), bits_of(head[2])}};
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) dropped_o <= '0;
    else if (|event_valid_i && recording_i && !space) begin
      dropped_o <= dropped_o + 32'($countones(event_valid_i));
    end
  end

endmodule
