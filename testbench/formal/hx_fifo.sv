  // Against a queue: what was pushed, in that order, and nothing else.
  reg [Width*Depth-1:0] f_queue;
  reg [31:0] f_count;
  reg [Width*Depth-1:0] f_next;
  reg [31:0] f_left;
  always @* begin
    f_next = f_queue;
    f_left = f_count;
    if (pop_i) begin
      f_next = f_next >> Width;
      f_left = f_left - 1;
    end
    if (push_i) begin
      f_next[f_left*Width +: Width] = data_i;
      f_left = f_left + 1;
    end
  end
  always @(posedge clk_i) begin
    f_queue <= f_next;
    f_count <= rst_ni ? f_left : 32'd0;
  end

  // The user's rules.
  always @* if (rst_ni) begin
    assume (!push_i || 32'(count_q) < Depth);
    assume (!pop_i || count_q != '0);
  end

  integer f_i;
  always @* if (f_begun) begin
    assert (f_count <= Depth);
    assert (32'(count_o) == f_count);
    assert (valid_o == (f_count != 0));
    assert (!valid_o || data_o == f_queue[Width-1:0]);
    // for the induction
    assert (write_q == PointerWidth'(read_q + PointerWidth'(f_count)));
    for (f_i = 0; f_i < Depth; f_i = f_i + 1)
      if (f_i < f_count)
        assert (memory_q[PointerWidth'(read_q + f_i)] == f_queue[f_i*Width +: Width]);
  end

  always @(posedge clk_i) begin
    cover (rst_ni && f_begun && f_count == Depth && pop_i);
    cover (rst_ni && f_begun && push_i && pop_i && f_count > 1);
  end
