  // Time goes on by one a cycle; 2^47 cycles are not reached.
  reg [47:0] f_then;
  always @(posedge clk_i) f_then <= now_i;
  always @* if (f_begun) assume (now_i == f_then + 48'd1);
  always @* assume (now_i < 48'h7fff_ffff_ffff);
  // A word is one of the three.
  always @* assume (32'(in_turn_i) + 32'(ahead_i) + 32'(behind_i) <= 1);

  reg [31:0] f_owed;     // cycles in which an acknowledgement is owed and none was sent
  reg        f_owing;
  reg [31:0] f_asked;    // cycles since the other end was asked to go back
  reg        f_ever;     // it was
  reg [9:0]  f_latency;  // at reset
  wire f_asks = ahead_i && now_i >= quiet_q;
  always @(posedge clk_i) begin
    if (!rst_ni) begin
      f_owing   <= 1'b0;
      f_owed    <= 0;
      f_ever    <= 1'b0;
      f_asked   <= 0;
      f_latency <= lane_latency_i;
    end else begin
      if (in_turn_i || behind_i || f_asks) f_owing <= 1'b1;
      else if (sent_i) f_owing <= 1'b0;
      f_owed <= sent_i || !f_owing ? 0 : f_owed + 1;
      if (f_asks) f_ever <= 1'b1;
      f_asked <= f_asks ? 0 : f_asked + 1;
    end
  end
  wire [31:0] f_silence = QuietCycles + Trips * f_latency;

  always @* if (f_begun && rst_ni) begin
    // What came is acknowledged: owed until something is sent, due in time, then urgent.
    assert (pending_o == f_owing);
    assert (f_owed < AckCycles || !pending_o || due_o);
    assert (f_owed < AckCycles + UrgentCycles || !pending_o || urgent_o);
    assert (!due_o || pending_o);
    assert (!urgent_o || due_o);
    assert (!go_back_o || pending_o);
    assert (!go_back_o || due_o);
    // Asked once in a round trip.
    assert (!f_asks || !f_ever || f_asked + 1 >= f_silence);
    // for the induction
    assert (32'(silence_q) == f_silence);
    assert (!pending_o || due_q <= now_i || due_q + 48'(f_owed) + 48'd1 <= now_i + 48'(AckCycles));
    assert (!pending_o || 32'(f_owed) < AckCycles ||
            due_q + 48'(f_owed) <= now_i + 48'(AckCycles));
    assert (!f_ever ? quiet_q == 0 : quiet_q + 48'(f_asked) + 48'd1 == now_i + 48'(f_silence));
    assert (!go_back_o || due_q < now_i);
    assert (!pending_o || due_q <= now_i + 48'(AckCycles));
  end
  // The counters of this file do not wrap.
  always @* assume (f_owed < 32'h7fff_0000 && f_asked < 32'h7fff_0000);
  always @(posedge clk_i) cover (f_begun && rst_ni && urgent_o && go_back_o);
