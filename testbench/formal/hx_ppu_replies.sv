  // Against two counts: what is owed to the processor as it is now, and to the one before a reset.
  reg [8:0] f_new;
  reg [8:0] f_old;
  always @(posedge clk_i) begin
    if (!rst_ni) begin
      f_new <= 9'd0;
      f_old <= 9'd0;
    end else if (!core_rst_ni) begin
      f_new <= 9'd0;
      f_old <= f_old + f_new + 9'(asked_i) - 9'(reply_i && f_old + f_new != 9'd0);
    end else begin
      f_new <= f_new + 9'(asked_i) - 9'(reply_i && f_old == 9'd0 && f_new != 9'd0);
      f_old <= f_old - 9'(reply_i && f_old != 9'd0);
    end
  end

  // The user's rule: no more on their way than can be counted.
  always @* if (rst_ni) assume (!asked_i || f_old + f_new < 9'd255);

  always @* if (f_begun) begin
    assert (f_old <= 9'd255 && f_new <= 9'd255 - f_old);
    assert (busy_o == (f_old + f_new != 9'd0));
    // The oldest answer comes first; one that nobody asked for is nobody's.
    assert (wanted_o == (reply_i && f_old == 9'd0 && f_new != 9'd0));
    // for the induction
    assert (9'(owed_q) == f_old + f_new);
    assert (9'(stale_q) == f_old);
  end

  always @(posedge clk_i) begin
    cover (rst_ni && f_begun && reply_i && !busy_o);
    cover (rst_ni && f_begun && f_old == 9'd2 && f_new == 9'd2 && reply_i);
    cover (rst_ni && f_begun && wanted_o && f_new == 9'd3);
  end
