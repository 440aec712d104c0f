// Accesses of the chip's processors to the memory and the registers of the FPGA.
// SPDX-License-Identifier: Apache-2.0
//
// Words of the link (layouts: hx_link_pkg) wait in a queue and are carried out in order, one
// memory access in a cycle in which the executor has none. They reach external memory and DRAM;
// other places read 0 and take no writes. Data read go back ReadLatency cycles after the
// access, which with the link gives the published duration of a vector read. A chip reset drops
// all that waits.
module hx_fpga_ppu_memory
  import hx_link_pkg::*;
#(
    parameter int unsigned Queue = 256,       // words, a power of two
    parameter int unsigned Answers = 128,     // words, a power of two, at least 2 * RowWords
    parameter int unsigned ReadLatency = 106  // cycles
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [15:0] skip_i,  // further cycles that this edge stands for

    output logic               full_o,  // no place for two words
    input  logic         [1:0] valid_i,
    input  memory_word_t [1:0] word_i,

    output logic         data_valid_o,
    output memory_data_t data_o,
    input  logic         data_ready_i,

    output logic        access_valid_o,
    output logic        write_o,
    output logic [ 3:0] byte_enables_o,
    output logic [31:0] address_o,
    output logic [31:0] write_data_o,
    input  logic        access_ready_i,
    input  logic [31:0] read_data_i  // one cycle later
);

  localparam int unsigned CountWidth = $clog2(Queue) + 1;
  localparam int unsigned AnswerWidth = $clog2(Answers) + 1;
  // Row reads are 32 words; one read may be on its way to the queue.
  localparam logic [AnswerWidth-1:0] AnswerLimit = AnswerWidth'(Answers - RowWords - 2);

  memory_word_t           head;
  logic [CountWidth-1:0]  count;
  logic [AnswerWidth-1:0] answer_count;
  logic                   pop, begins, reads, answer_valid, has_room;
  logic [5:0]             left_q;        // words of the read in progress
  logic                   half_q, is_row_q, read_q, read_half_q, read_row_q, reads_on;
  logic [27:0]            write_address_q, read_address_q;
  logic [3:0]             enables_q;
  logic [15:0]            now_q;
  // verilator lint_off UNUSEDSIGNAL
  logic [15:0]            waited;  // negative until the data may go
  // verilator lint_on UNUSEDSIGNAL

  // The words of this cycle come on top of what is counted.
  assign full_o = count > CountWidth'(Queue - 6);

  hx_multi_fifo #(.Width($bits(memory_word_t)), .Depth(Queue)) i_queue (
      .clk_i, .rst_ni, .push_i(valid_i), .data_i(word_i), .pop_count_i(pop), .head_o(head),
      .count_o(count)
  );

  assign has_room = answer_count <= AnswerLimit;
  assign reads    = left_q != '0;
  assign reads_on = reads && access_ready_i;

  always_comb begin
    pop            = 1'b0;
    begins         = 1'b0;
    access_valid_o = 1'b0;
    write_o        = 1'b0;
    byte_enables_o = '0;
    address_o      = '0;
    write_data_o   = '0;
    if (reads) begin
      access_valid_o = 1'b1;
      address_o      = {4'h8, read_address_q};
    end else if (count != '0) begin
      unique case (head.kind)
        KindMemoryRead: begin
          begins = has_room;
          pop    = has_room;
        end
        KindMemoryData: begin
          pop            = access_ready_i;
          access_valid_o = 1'b1;
          write_o        = 1'b1;
          byte_enables_o = enables_q;
          address_o      = {4'h8, write_address_q};
          write_data_o   = head.payload;
        end
        default: pop = 1'b1;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q <= '0;
      read_q <= 1'b0;
      now_q  <= '0;
    end else begin
      now_q <= now_q + 1'b1 + skip_i;
      if (count != '0 || reads || read_q) begin
        read_q <= reads_on;
        if (reads_on) begin
          left_q         <= left_q - 1'b1;
          read_address_q <= read_address_q + 1'b1;
        end
        if (begins) begin
          left_q         <= head.payload[30] ? 6'(RowWords) : 6'd1;
          half_q         <= head.payload[31];
          is_row_q       <= head.payload[30];
          read_address_q <= head.payload[27:0];
        end else if (pop && write_o) begin
          write_address_q <= write_address_q + 1'b1;
          enables_q       <= '1;
        end else if (pop) begin
          write_address_q <= head.payload[27:0];
          enables_q       <= head.payload[31:28];
        end
        // The answer of the last access goes with what was asked.
        read_half_q <= half_q;
        read_row_q  <= is_row_q;
      end
    end
  end

  logic [$bits(memory_data_t)+15:0] answer;
  hx_fifo #(.Width($bits(memory_data_t) + 16), .Depth(Answers)) i_answers (
      .clk_i, .rst_ni, .push_i(read_q),
      .data_i({now_q + 16'(ReadLatency), read_half_q, read_row_q, read_data_i}),
      .pop_i(data_valid_o && data_ready_i), .valid_o(answer_valid), .data_o(answer),
      .count_o(answer_count)
  );

  assign waited       = now_q - answer[$bits(memory_data_t)+:16];
  assign data_valid_o = answer_valid && !waited[15];
  assign data_o       = answer[$bits(memory_data_t)-1:0];

endmodule
