// Both directions of the word codec on pins of their own, for the comparison with the C codec.
// SPDX-License-Identifier: Apache-2.0
//
// The decoder is combinational. The encoder takes one message a cycle while room_o is 1; a flush
// is a message of its own. Time stands still unless timed_i is 1.
module hx_codec_bench
  import hx_fpga_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic [63:0] word_i,
    output logic        idle_o,
    output logic        known_o,
    output logic [ 6:0] code_o,
    output logic        flag_o,
    output logic [ 4:0] barrier_o,
    output logic [31:0] value_o,
    output logic        access_write_o,
    output logic [ 3:0] access_byte_enables_o,
    output logic [31:0] access_address_o,
    output logic        jtag_keep_o,
    output logic [ 5:0] jtag_bits_o,
    output logic [32:0] jtag_data_o,
    output logic [ 1:0] label_count_o,
    output logic [47:0] labels_o,

    output logic        room_o,
    input  logic        timed_i,
    input  logic [42:0] time_i,
    input  logic        message_valid_i,
    input  logic [ 3:0] message_code_i,  // 0xf: flush
    input  logic [71:0] message_payload_i,
    output logic        flushed_o,
    output logic        word_valid_o,
    output logic [63:0] word_o
);

  // verilator lint_off UNUSEDSIGNAL
  instruction_t instruction;  // code and data stand in it twice
  // verilator lint_on UNUSEDSIGNAL
  message_t     message;

  hx_ut_decoder i_decoder (
      .valid_i(1'b1),
      .word_i,
      .instruction_o(instruction)
  );

  assign idle_o                = instruction.idle;
  assign known_o               = instruction.known;
  assign code_o                = instruction.code;
  assign flag_o                = instruction.flag;
  assign barrier_o             = instruction.barrier;
  assign value_o               = instruction.value;
  assign access_write_o        = instruction.access.write;
  assign access_byte_enables_o = instruction.access.byte_enables;
  assign access_address_o      = instruction.access.address;
  assign jtag_keep_o           = instruction.jtag.keep;
  assign jtag_bits_o           = instruction.jtag.bits;
  assign jtag_data_o           = instruction.jtag.data;
  assign label_count_o         = instruction.count;
  assign labels_o              = instruction.labels;

  assign message = '{code: from_fpga_t'(message_code_i), payload: message_payload_i};

  hx_ut_encoder #(
      .Sources(1)
  ) i_encoder (
      .clk_i,
      .rst_ni,
      .time_i,
      .timed_i,
      .room_o,
      .message_valid_i(message_valid_i),
      .message_i      (message),
      .marker_done_o  (flushed_o),
      .word_valid_o,
      .word_o
  );

endmodule
