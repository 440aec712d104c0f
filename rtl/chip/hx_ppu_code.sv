// Instructions of a processor: local memory, or memory of the FPGA behind a cache.
// SPDX-License-Identifier: Apache-2.0
//
// Byte address: bit 31 the memory of the FPGA (word address in bits 29:2, that of the data side
// without bit 30), else the local memory, which takes every address. Data come in the cycle after
// an address that was taken and stay until the next one is.
//
// The cache is direct mapped. A miss asks for the line word by word, the missing one first, around
// the end of the line; a word can be fetched in the cycle after it came, while the rest comes.
// Until then addresses outside are not taken. Lines that are there and the local memory can be
// used meanwhile; another miss waits. A reset of the processor empties the cache, nothing else
// does: what is written to the memory later does not reach lines that are there. Without cache_i
// each word is asked for when it is fetched, and not kept.
// The clock is the processor's and must not stop while busy_o is 1.
// Source: published cache of the core (direct mapped, order of the words); Lines, LineWords and
// all behind misses are our choice.
module hx_ppu_code #(
    parameter int unsigned Lines = 64,     // a power of two
    parameter int unsigned LineWords = 16  // a power of two
) (
    input logic clk_i,
    input logic rst_ni,       // of all
    input logic core_rst_ni,  // of the processor
    input logic stop_i,       // begins nothing new
    input logic cache_i,      // keep what was fetched

    input  logic        fetch_i,
    // verilator lint_off UNUSEDSIGNAL
    input  logic [29:0] address_i,  // words
    // verilator lint_on UNUSEDSIGNAL
    output logic        delay_o,    // the address is not taken
    output logic [31:0] data_o,
    output logic        busy_o,

    output logic        local_o,       // a fetch from the local memory
    input  logic [31:0] local_data_i,  // of the last one

    output logic        request_o,  // a word of the FPGA's memory
    output logic [27:0] request_address_o,
    input  logic        request_taken_i,
    input  logic        reply_valid_i,
    input  logic [31:0] reply_i
);

  localparam int unsigned WordBits = $clog2(LineWords);
  localparam int unsigned LineBits = $clog2(Lines);
  localparam int unsigned PlaceBits = WordBits + LineBits;
  localparam int unsigned TagBits = 28 - PlaceBits;
  localparam logic [WordBits:0] All = (WordBits + 1)'(LineWords);
  localparam logic [WordBits:0] One = (WordBits + 1)'(1);

  typedef logic [PlaceBits-1:0] place_t;  // in the cache
  typedef logic [WordBits-1:0] word_t;    // in a line

  logic [31:0]        memory_q[Lines*LineWords];
  logic [TagBits-1:0] tag_q[Lines];
  logic [Lines-1:0]   valid_q;

  // The line, or the word without a cache, that was asked for last.
  logic                 filling_q;  // not all of it has come
  logic                 keep_q;
  logic                 single_q;   // it has come, to be used once
  logic [27:0]          first_q;    // address of the word that was missed
  logic [WordBits:0]    asked_q, came_q, wanted;
  logic [LineWords-1:0] here_q;

  logic        outside, taken, hit, wanted_reply;
  logic [27:0] address;
  word_t       asks, comes;
  place_t      place, come_place;
  logic        outside_q;
  logic [31:0] data_q;

  assign outside    = address_i[29];
  assign address    = address_i[27:0];
  assign place      = address[PlaceBits-1:0];
  assign wanted     = keep_q ? All : One;
  assign asks       = first_q[WordBits-1:0] + word_t'(asked_q);
  assign comes      = first_q[WordBits-1:0] + word_t'(came_q);
  assign come_place = {first_q[PlaceBits-1:WordBits], comes};

  always_comb begin
    hit = 1'b0;
    if (fetch_i && outside) begin
      hit = valid_q[place[PlaceBits-1:WordBits]] &&
          tag_q[place[PlaceBits-1:WordBits]] == address[27:PlaceBits];
      if ((filling_q || single_q) && address[27:WordBits] == first_q[27:WordBits])
        hit = here_q[place[WordBits-1:0]];
    end
  end

  assign delay_o = fetch_i && outside && !hit;
  assign taken   = fetch_i && !delay_o;
  assign local_o = fetch_i && !outside;
  assign data_o  = outside_q ? data_q : local_data_i;

  always_ff @(posedge clk_i) begin
    if (taken) outside_q <= outside;
    if (taken && outside) data_q <= memory_q[place];
  end

  // --- lines --------------------------------------------------------------------------------
  logic begins, ends, owed;
  assign begins = delay_o && !filling_q && !stop_i;
  assign ends   = wanted_reply && came_q + 1'b1 == wanted;

  always_ff @(posedge clk_i) begin
    if (!core_rst_ni || !cache_i) valid_q <= '0;
    if (!core_rst_ni) begin
      filling_q <= 1'b0;
      single_q  <= 1'b0;
    end else begin
      if (taken && outside && !filling_q) single_q <= 1'b0;
      if (begins) begin
        filling_q <= 1'b1;
        single_q  <= 1'b0;
        keep_q    <= cache_i;
        first_q   <= address;
        asked_q   <= '0;
        came_q    <= '0;
        here_q    <= '0;
        valid_q[place[PlaceBits-1:WordBits]] <= 1'b0;
        tag_q[place[PlaceBits-1:WordBits]]   <= address[27:PlaceBits];
      end
      if (request_taken_i) asked_q <= asked_q + 1'b1;
      if (wanted_reply) begin
        memory_q[come_place] <= reply_i;
        here_q[comes]        <= 1'b1;
        came_q               <= came_q + 1'b1;
      end
      if (ends) begin
        filling_q <= 1'b0;
        if (keep_q && cache_i) valid_q[come_place[PlaceBits-1:WordBits]] <= 1'b1;
        else single_q <= 1'b1;
      end
    end
  end

  assign request_o         = filling_q && asked_q != wanted;
  assign request_address_o = {first_q[27:WordBits], asks};

  hx_ppu_replies i_replies (
      .clk_i, .rst_ni, .core_rst_ni, .asked_i(request_taken_i), .reply_i(reply_valid_i),
      .wanted_o(wanted_reply), .busy_o(owed)
  );
  assign busy_o = filling_q || owed;

endmodule
