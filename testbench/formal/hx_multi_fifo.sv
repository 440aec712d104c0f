  // Against a queue: what was pushed, by index within a cycle, and nothing else.
  reg [Width*(Depth+Pushes)-1:0] f_queue;
  reg [31:0] f_count;
  reg [Width*(Depth+Pushes)-1:0] f_next;
  reg [31:0] f_left;
  integer f_k;
  always @* begin
    f_next = f_queue >> (Width * 32'(pop_count_i));
    f_left = f_count - 32'(pop_count_i);
    for (f_k = 0; f_k < Pushes; f_k = f_k + 1)
      if (push_i[f_k]) begin
        f_next[f_left*Width +: Width] = data_i[f_k*Width +: Width];
        f_left = f_left + 1;
      end
  end
  always @(posedge clk_i) begin
    f_queue <= f_next;
    f_count <= rst_ni ? f_left : 32'd0;
  end

  // The user's rules.
  always @* if (rst_ni) begin
    assume (push_i == '0 || 32'(count_q) + count_ones({push_i}) <= Depth);
    assume (32'(pop_count_i) <= 32'(count_q) && 32'(pop_count_i) <= Pops);
  end

  integer f_i;
  always @* if (f_begun) begin
    assert (f_count <= Depth);
    assert (32'(count_o) == f_count);
    for (f_i = 0; f_i < Pops; f_i = f_i + 1)
      if (f_i < f_count) assert (head_o[f_i*Width +: Width] == f_queue[f_i*Width +: Width]);
    // for the induction
    assert (write_q == PointerWidth'(read_q + PointerWidth'(f_count)));
    for (f_i = 0; f_i < Depth; f_i = f_i + 1)
      if (f_i < f_count)
        assert (memory_q[PointerWidth'(read_q + f_i)] == f_queue[f_i*Width +: Width]);
  end

  always @(posedge clk_i) begin
    cover (rst_ni && f_begun && f_count == Depth && 32'(pop_count_i) == Pops);
    cover (rst_ni && f_begun && (&push_i) && 32'(pop_count_i) == Pops);
  end
