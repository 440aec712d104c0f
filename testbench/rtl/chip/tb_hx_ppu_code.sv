// Bench of the instruction cache: random fetches, late words, resets, against a plain list of words.
// SPDX-License-Identifier: Apache-2.0
//
// The memory answers each read in its order, after a random time, with a value that tells address
// and version; versions change with every reset, so nothing old may be seen behind one. Fetches
// walk and jump through local and outside addresses that share few lines. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ppu_code;

  // The code below knows these sizes by their bits.
  localparam int unsigned Lines = 4;
  localparam int unsigned LineWords = 4;
  localparam int unsigned Cycles = 60000;

  logic        clk = 1'b0;
  logic        rst_n = 1'b0;
  logic        core_rst_n = 1'b0;
  logic        stop = 1'b0;
  logic        cache = 1'b1;
  logic        fetch = 1'b0;
  logic        taken = 1'b0;
  logic        reply = 1'b0;
  logic        delay, busy, local_fetch, request;
  logic [29:0] address = '0;
  logic [27:0] request_address;
  logic [31:0] data;
  logic [31:0] local_data = '0, reply_data = '0;

  hx_ppu_code #(.Lines(Lines), .LineWords(LineWords)) dut (
      .clk_i(clk), .rst_ni(rst_n), .core_rst_ni(core_rst_n), .stop_i(stop), .cache_i(cache),
      .fetch_i(fetch), .address_i(address), .delay_o(delay), .data_o(data), .busy_o(busy),
      .local_o(local_fetch), .local_data_i(local_data), .request_o(request),
      .request_address_o(request_address), .request_taken_i(taken), .reply_valid_i(reply),
      .reply_i(reply_data)
  );

  always #4 clk = !clk;

  logic [3:0] version = '0;
  function automatic logic [31:0] content(logic [27:0] at);
    return {version, at} ^ 32'h5a00_0000;
  endfunction

  // What should be there: a line's words, its address (words / LineWords), whether it may be used.
  logic [31:0] words[Lines][LineWords];
  logic [25:0] tags[Lines];
  logic [Lines-1:0] valid = '0;
  // The last miss: words that came of it, and of how many.
  logic        filling = 1'b0, keep = 1'b0, once = 1'b0;
  logic [27:0] first;
  logic [LineWords-1:0] here;
  int unsigned asked, came, wanted;
  // Reads on their way: what they will give, and whether a reset has made them useless.
  logic [31:0] owed[$];
  logic        stale[$];

  logic        hit, was_delay, was_request, was_taken;
  logic [27:0] was_address;
  logic [31:0] expected;
  logic        check = 1'b0;           // data are those of the last fetch that was taken
  logic        outside_before = 1'b0;  // which was outside
  logic [1:0] line, word;  // of the address
  int unsigned hits = 0, misses = 0, early = 0, singles = 0, dropped = 0, stopped = 0;
  int unsigned seed = 1;

  // Whether the word at `address` may be used in this cycle.
  task automatic look();
    line = address[3:2];
    word = address[1:0];
    hit  = valid[line] && tags[line] == address[27:2];
    if ((filling || once) && address[27:2] == first[27:2]) hit = here[word];
  endtask

  // The edge, with the inputs and outputs of the cycle before it.
  task automatic step();
    logic starts, came_now;
    logic [1:0] to;
    was_taken = fetch && !was_delay;
    starts = core_rst_n && was_delay && !filling && !stop;
    if (was_taken) begin
      expected = address[29] ? words[line][word] : local_data;
      check    = 1'b1;
      outside_before = address[29];
      if (address[29]) begin
        hits++;
        if (filling && address[27:2] == first[27:2]) early++;
        if (once && !filling) begin
          singles++;
          once = 1'b0;
        end
      end
    end
    if (was_request && taken) begin
      owed.push_back(content(was_address));
      stale.push_back(1'b0);
      asked++;
    end
    came_now = 1'b0;
    if (reply) begin
      void'(owed.pop_front());
      came_now = !stale.pop_front();
      if (!came_now) dropped++;
    end
    if (came_now && core_rst_n) begin
      to = first[1:0] + 2'(came);
      words[first[3:2]][to] = reply_data;
      here[to] = 1'b1;
      came++;
      if (came == wanted) begin
        filling = 1'b0;
        if (keep && cache) valid[first[3:2]] = 1'b1;
        else once = 1'b1;
      end
    end
    if (!cache) valid = '0;
    if (starts) begin
      misses++;
      filling = 1'b1;
      once    = 1'b0;
      keep    = cache;
      first   = address[27:0];
      wanted  = cache ? LineWords : 1;
      asked   = 0;
      came    = 0;
      here    = '0;
      tags[line]  = first[27:2];
      valid[line] = 1'b0;
    end
    if (!core_rst_n) begin
      filling = 1'b0;
      once    = 1'b0;
      valid   = '0;
      for (int n = 0; n < stale.size(); n++) stale[n] = 1'b1;
    end
  endtask

  task automatic drive(int unsigned i);
    #1;
    rst_n      = i > 1;
    core_rst_n = i > 3 && (core_rst_n ? $urandom % 300 != 0 : $urandom % 4 == 0);
    if (!core_rst_n) version = 4'(i / 16);
    if ($urandom % 100 == 0) stop = !stop && $urandom % 3 == 0;
    if ($urandom % 200 == 0) cache = $urandom % 4 != 0;
    // A word that is not taken is asked for again, unless the core jumps.
    if (was_taken) address = address + 30'd1;
    if ($urandom % 12 == 0)
      address = {$urandom % 5 != 0, 1'($urandom), 2'b0, 22'($urandom % 2), 4'($urandom)};
    fetch = $urandom % 4 != 0;
    local_data = $urandom;
    reply = owed.size() != 0 && $urandom % 5 == 0;
    reply_data = owed.size() != 0 ? owed[0] : $urandom;
    taken = 1'b0;
    #1;
    taken = request && $urandom % 3 == 0;
  endtask

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    for (int unsigned i = 0; i < Cycles; i++) begin
      @(posedge clk);
      step();
      if (i < 2) check = 1'b0;
      drive(i);
      @(negedge clk);
      look();
      // The local memory's data are there in the cycle behind its fetch and stay.
      if (check && data != expected && outside_before)
        $fatal(1, "cycle %0d: data %h, not %h", i, data, expected);
      if (check && !outside_before && data != local_data) $fatal(1, "cycle %0d: local data", i);
      if (core_rst_n) begin
        if (delay != (fetch && address[29] && !hit)) $fatal(1, "cycle %0d: delay %b", i, delay);
        if (local_fetch != (fetch && !address[29])) $fatal(1, "cycle %0d: local fetch", i);
        if (request != (filling && asked < wanted)) $fatal(1, "cycle %0d: request", i);
        if (request && request_address != {first[27:2], first[1:0] + 2'(asked)})
          $fatal(1, "cycle %0d: asks for %h", i, request_address);
        if (busy != (filling || owed.size() != 0)) $fatal(1, "cycle %0d: busy %b", i, busy);
        if (delay && stop && !filling) stopped++;
      end
      was_delay   = delay;
      was_request = request;
      was_address = request_address;
    end
    if (hits == 0 || misses == 0 || early == 0 || singles == 0 || dropped == 0 || stopped == 0)
      $fatal(1, "a case was not met: %0d %0d %0d %0d %0d %0d", hits, misses, early, singles,
             dropped, stopped);
    $display("%0d hits, %0d misses, %0d before the end of a line", hits, misses, early);
    $display("PASS tb_hx_ppu_code");
    $finish;
  end

endmodule
