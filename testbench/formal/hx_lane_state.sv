  // A lane that is up was ready on both sides, and no lane changed, for InitCycles; it is down in
  // the cycle after it is not.
  reg [7:0]  f_both;     // ready on both sides in the last cycle
  reg [7:0]  f_up;
  reg [31:0] f_quiet;    // cycles since the last change of any lane
  wire [7:0] f_now = ready_q & partner_i;
  always @(posedge clk_i) begin
    f_both  <= rst_ni ? f_now : 8'd0;
    f_up    <= rst_ni ? up_o : 8'd0;
    f_quiet <= !rst_ni || f_now != f_both ? 32'd0 : f_quiet < InitCycles ? f_quiet + 1 : f_quiet;
  end
  reg [7:0] f_ready;
  always @(posedge clk_i) f_ready <= rst_ni ? ready_i : 8'd0;

  always @* if (f_begun && !LanesAlwaysUp) begin
    assert ((up_o & ~f_both) == 8'd0);
    assert (ready_o == f_ready);
    assert ((up_o & ~f_up) == 8'd0 || f_quiet == InitCycles);
    assert (f_quiet < InitCycles || up_o == f_both);  // and they do come up
    // for the induction
    assert (both_q == f_both);
    assert (f_quiet <= InitCycles);
    assert (left_q <= InitCycles);
    assert (left_q == 0 ? f_quiet == InitCycles || both_q == 8'd0
                        : f_quiet == InitCycles - left_q);
    assert (left_q != 0 || up_q == both_q);
  end

  always @(posedge clk_i) cover (f_begun && rst_ni && up_o == 8'h5a && f_up != 8'h5a);
