  // Any input, any other input, any output.
  (* anyconst *) reg [4:0] f_in, f_other;
  (* anyconst *) reg [3:0] f_out;
  always @* assume (f_in < Inputs && f_other < Inputs && f_in != f_other && f_out < Outputs);

  // A head stays as it is until it is popped.
  reg [Inputs-1:0]         f_held;
  reg [Inputs*Outputs-1:0] f_pass;
  reg [Inputs*14-1:0]      f_label;
  always @(posedge clk_i) begin
    f_held  <= rst_ni ? head_valid_i & ~pop_o : '0;
    f_pass  <= pass_i;
    f_label <= head_label_i;
  end
  integer f_i;
  always @* if (f_begun)
    for (f_i = 0; f_i < Inputs; f_i = f_i + 1)
      if (f_held[f_i])
        assume (head_valid_i[f_i] && pass_i[f_i*Outputs +: Outputs] == f_pass[f_i*Outputs +: Outputs] &&
                head_label_i[f_i*14 +: 14] == f_label[f_i*14 +: 14]);

  wire f_in_wants    = head_valid_i[f_in] && pass_i[f_in*Outputs + f_out];
  wire f_in_has      = taken_q[f_in*Outputs + f_out];
  wire f_in_gets     = f_in_wants && !f_in_has && !pass[f_in*Outputs + f_out];
  wire f_other_wants = head_valid_i[f_other] && pass_i[f_other*Outputs + f_out];
  wire f_other_gets  = f_other_wants && !taken_q[f_other*Outputs + f_out] && !pass[f_other*Outputs + f_out];

  reg [31:0] f_copies;  // of the head that the output has
  reg [31:0] f_waited;  // events of the other input that the output took while this one waited
  always @(posedge clk_i) begin
    f_copies <= !rst_ni || pop_o[f_in] || !head_valid_i[f_in] ? 0 : f_copies + 32'(f_in_gets);
    f_waited <= !rst_ni || !f_in_wants || f_in_has || f_in_gets ? 0 : f_waited + 32'(f_other_gets);
  end
  wire f_in_served    = served_q[f_out*Inputs + f_in];
  wire f_other_served = served_q[f_out*Inputs + f_other];

  always @* if (f_begun && rst_ni) begin
    // A head leaves when each output whose node passes it has taken it once, and not before.
    assert (!pop_o[f_in] || head_valid_i[f_in]);
    assert (!pop_o[f_in] || f_copies + 32'(f_in_gets) == 32'(f_in_wants));
    assert (f_copies + 32'(f_in_gets) <= 1);
    // What an output takes is the head of one input.
    assert (!f_in_gets || grant_valid_o[f_out]);
    assert (!f_in_gets || grant_label_o[f_out*14 +: 14] == head_label_i[f_in*14 +: 14]);
    assert (!(f_in_gets && f_other_gets));
    // An output with space does not rest while something waits for it.
    assert (!(f_in_wants && !f_in_has && space_i[f_out]) || grant_valid_o[f_out]);
    // No starvation.
    assert (f_waited <= 2);
    // for the induction
    assert (f_copies == 32'(f_in_has));
    assert (!f_in_has || f_held[f_in] && f_in_wants);
    assert (f_waited == 0 || f_held[f_in]);
    assert (active_q || taken_q == '0 && served_q == '0);
    assert (f_waited <= (f_in_served ? 0 : 1) + 32'(f_other_served));
  end
  always @(posedge clk_i) begin
    cover (f_begun && rst_ni && f_waited == 2 && f_in_gets);
    cover (f_begun && rst_ni && pop_o[f_in] && f_copies == 1);
  end
