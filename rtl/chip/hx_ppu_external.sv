// Accesses of one processor to the memory of the FPGA as words for the link.
// SPDX-License-Identifier: Apache-2.0
//
// Words and rows (32 words) are served in turn; instructions go before both. An address word says
// where the next data word goes and which bytes of it count; behind a data word the address is one
// higher and all bytes count. A read word asks for one word or for a row. A row to be written is
// copied, then its owner may go on; one row at a time is asked for. Data come in the order of the
// reads of their size; who asked for a word is noted. Layout of the words: hx_link_pkg.
module hx_ppu_external
  import hx_link_pkg::*;
  import hx_ppu_external_pkg::*;
#(
    parameter bit Half = 1'b0,         // 0 top, 1 bottom
    parameter int unsigned Reads = 32  // of words, on their way; a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  external_t   access_i,
    output logic        access_pop_o,
    output logic        access_data_valid_o,
    output logic [31:0] access_data_o,

    input  logic        code_request_i,  // a word of instructions
    input  logic [27:0] code_address_i,
    output logic        code_taken_o,
    output logic        code_data_valid_o,
    output logic [31:0] code_data_o,

    input  logic          row_request_i,  // until done
    input  logic          row_write_i,
    input  logic [27:0]   row_address_i,
    input  logic [127:0]  row_enable_i,
    input  logic [1023:0] row_data_i,
    output logic          row_done_o,     // until the request ends
    output logic [1023:0] row_data_o,

    output logic         word_valid_o,
    output memory_word_t word_o,
    output logic         sending_o,      // an access; nothing else may come between
    output logic         busy_o,         // the clock must go on
    input  logic         word_ready_i,

    input logic         reply_valid_i,
    input memory_data_t reply_i
);

  typedef enum logic [2:0] {Rest, Word, Code, WriteRow, ReadRow} state_t;

  state_t        state_q;
  logic          own_q;       // the address word of the word that is being written was sent
  logic          follows_q;   // its address is the one behind that of the last data word
  logic          reading_q;   // a row is on its way
  logic          unwanted_q;  // and its owner was reset
  logic          done_q;
  logic          row_last_q;  // the last access was a row
  logic [4:0]    sent_q, came_q;
  logic [27:0]   address_q;
  logic [127:0]  enable_q;
  logic [31:0][31:0] out_q;  // word 31 is the first
  logic [1023:0] in_q;

  logic        take_row, take_word, is_row_reply, is_word_reply, sends_data, moves;
  logic        has_place, is_code, reads_word;
  logic [3:0]  enables;
  assign take_word     = access_valid_i && (access_i.write || has_place);
  assign take_row      = row_request_i && !done_q && !reading_q && !(take_word && row_last_q);
  assign is_row_reply  = reply_valid_i && reply_i.half == Half && reply_i.is_row;
  assign is_word_reply = reply_valid_i && reply_i.half == Half && !reply_i.is_row;
  assign code_taken_o  = state_q == Rest && code_request_i && has_place;

  always_comb begin
    word_valid_o = 1'b0;
    word_o       = '0;
    sends_data   = 1'b0;
    enables      = '0;
    unique case (state_q)
      Word: begin
        word_valid_o = 1'b1;
        sends_data   = own_q;
        word_o = !access_i.write ? read_word(Half, 1'b0, access_i.address) :
            own_q ? data_word(access_i.data) :
            address_word(access_i.byte_enables, access_i.address);
      end
      Code: begin
        word_valid_o = 1'b1;
        word_o       = read_word(Half, 1'b0, address_q);
      end
      WriteRow: begin
        enables      = enable_q[7'd124-{sent_q, 2'b00}+:4];
        word_valid_o = enables != '0;
        sends_data   = own_q || (follows_q && enables == '1);
        word_o = sends_data ? data_word(out_q[5'd31-sent_q]) :
            address_word(enables, address_q + 28'(sent_q));
      end
      ReadRow: begin
        word_valid_o = 1'b1;
        word_o       = read_word(Half, 1'b1, address_q);
      end
      default: ;
    endcase
  end

  assign moves        = word_valid_o && word_ready_i;
  assign access_pop_o = moves && state_q == Word && (own_q || !access_i.write);
  assign sending_o    = state_q != Rest;
  // From the cycle on in which a row is asked for: its words begin behind the next edge.
  assign busy_o       = sending_o || reading_q || (row_request_i && !done_q);
  assign reads_word   = moves && (state_q == Code || state_q == Word && !access_i.write);

  logic [$clog2(Reads):0] reads;
  // verilator lint_off UNUSEDSIGNAL
  logic any_reads;  // there is one for each answer
  // verilator lint_on UNUSEDSIGNAL
  hx_fifo #(.Width(1), .Depth(Reads)) i_readers (
      .clk_i, .rst_ni, .push_i(reads_word), .data_i(state_q == Code), .pop_i(is_word_reply),
      .valid_o(any_reads), .data_o(is_code), .count_o(reads)
  );
  assign has_place = reads != ($clog2(Reads) + 1)'(Reads);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q    <= Rest;
      reading_q  <= 1'b0;
      unwanted_q <= 1'b0;
      done_q     <= 1'b0;
      row_last_q <= 1'b0;
    end else begin
      if (!row_request_i) done_q <= 1'b0;
      if (!row_request_i && (reading_q || state_q == ReadRow)) unwanted_q <= 1'b1;
      unique case (state_q)
        Rest: begin
          own_q     <= 1'b0;
          follows_q <= 1'b0;
          sent_q    <= '0;
          if (code_taken_o) begin
            address_q <= code_address_i;
            state_q   <= Code;
          end else if (take_row) begin
            row_last_q <= 1'b1;
            address_q  <= row_address_i;
            state_q    <= row_write_i ? WriteRow : ReadRow;
            if (row_write_i) begin
              enable_q <= row_enable_i;
              out_q    <= row_data_i;
              done_q   <= 1'b1;
            end
          end else if (take_word) begin
            row_last_q <= 1'b0;
            state_q    <= Word;
          end
        end
        Word: begin
          if (moves) begin
            own_q <= 1'b1;
            if (access_pop_o) state_q <= Rest;
          end
        end
        Code: if (moves) state_q <= Rest;
        WriteRow: begin
          if (moves && !sends_data) own_q <= 1'b1;
          if (moves && sends_data || enables == '0) begin
            own_q     <= 1'b0;
            follows_q <= enables != '0;
            sent_q    <= sent_q + 1'b1;
            if (sent_q == '1) state_q <= Rest;
          end
        end
        default: begin
          if (moves) begin
            state_q   <= Rest;
            reading_q <= 1'b1;
            came_q    <= '0;
          end
        end
      endcase
      if (is_row_reply) begin
        in_q   <= {in_q[991:0], reply_i.data};
        came_q <= came_q + 1'b1;
        if (came_q == '1) begin
          reading_q  <= 1'b0;
          unwanted_q <= 1'b0;
          done_q     <= row_request_i && !unwanted_q;
        end
      end
    end
  end

  assign row_done_o          = done_q;
  assign row_data_o          = in_q;
  assign access_data_valid_o = is_word_reply && !is_code;
  assign access_data_o       = reply_i.data;
  assign code_data_valid_o   = is_word_reply && is_code;
  assign code_data_o         = reply_i.data;

endmodule
