// Branch predictor: fully associative, two-bit counters, last targets.
// SPDX-License-Identifier: Apache-2.0
//
// A new entry starts strongly taken or, after a branch that was not taken, weakly taken, so such
// a branch is predicted taken once. Every update overwrites the target. The index of the free
// entry is a register, so a second allocation in the following cycle overwrites the first; when
// all entries are taken the victim is the cycle number modulo the number of entries.
// The lookup is combinational; an update counts from the next cycle on.
module hx_ppu_predictor #(
    parameter  int unsigned Entries = 16,  // a power of two
    localparam int unsigned IndexWidth = $clog2(Entries)
) (
    input logic clk_i,
    input logic rst_ni,
    input logic [IndexWidth-1:0] cycle_i,  // low bits of the free cycle counter

    input  logic        lookup_i,          // nobody cares for the outputs otherwise
    input  logic [29:0] lookup_address_i,
    output logic        taken_o,
    output logic [29:0] target_o,

    input logic        update_i,
    input logic [29:0] update_address_i,
    input logic        update_taken_i,
    input logic [29:0] update_target_i
);

  logic [Entries-1:0]    valid_q;
  logic [29:0]           tag_q[Entries];
  logic [29:0]           entry_target_q[Entries];
  logic [1:0]            counter_q[Entries];
  logic [IndexWidth-1:0] free_q;
  logic                  full_q, settled_q;

  // The lowest entry with this tag, behind a bit that says whether there is one.
  function automatic logic [IndexWidth:0] find(logic [29:0] address);
    find = '0;
    for (int unsigned i = 0; i < Entries; i++)
      if (!find[IndexWidth] && valid_q[i] && tag_q[i] == address)
        find = {1'b1, IndexWidth'(i)};
  endfunction

  function automatic logic [IndexWidth-1:0] lowest_free();
    lowest_free = '0;
    for (int unsigned i = 0; i < Entries; i++)
      if (!valid_q[Entries-1-i]) lowest_free = IndexWidth'(Entries - 1 - i);
  endfunction

  logic [IndexWidth:0] seen, known;

  always_comb begin
    seen     = '0;
    taken_o  = 1'b0;
    target_o = '0;
    if (lookup_i) begin
      seen = find(lookup_address_i);
      if (seen[IndexWidth]) begin
        taken_o  = counter_q[seen[IndexWidth-1:0]][1];
        target_o = entry_target_q[seen[IndexWidth-1:0]];
      end
    end
  end

  logic [IndexWidth-1:0] place;
  logic [1:0]            counter;

  always_comb begin
    known   = '0;
    place   = '0;
    counter = '0;
    if (update_i) begin
      known   = find(update_address_i);
      place   = known[IndexWidth] ? known[IndexWidth-1:0] : full_q ? cycle_i : free_q;
      counter = counter_q[place];
      if (!known[IndexWidth]) counter = update_taken_i ? 2'd3 : 2'd2;
      else if (update_taken_i) counter = counter == 2'd3 ? 2'd3 : counter + 2'd1;
      else counter = counter == 2'd0 ? 2'd0 : counter - 2'd1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q   <= '0;
      free_q    <= '0;
      full_q    <= 1'b0;
      settled_q <= 1'b0;
    end else begin
      // The free index follows the entries one cycle later; at rest there is nothing to do.
      if (!settled_q) begin
        free_q    <= lowest_free();
        full_q    <= &valid_q;
        settled_q <= 1'b1;
      end
      if (update_i) begin
        valid_q[place]        <= 1'b1;
        tag_q[place]          <= update_address_i;
        entry_target_q[place] <= update_target_i;
        counter_q[place]      <= counter;
        settled_q             <= 1'b0;
      end
    end
  end

endmodule
