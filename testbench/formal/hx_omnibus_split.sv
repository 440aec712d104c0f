  // A slave answers what it was asked, no more; the owner selects a slave that exists.
  always @* assume (32'(select_i) < Slaves);
  reg        f_valid;
  reg [62:0] f_request;
  reg [SelectWidth-1:0] f_select;
  always @(posedge clk_i) begin
    f_valid   <= rst_ni && request_valid_i && !request_ready_o;
    f_request <= request_i;
    f_select  <= select_i;
  end
  always @* if (f_begun && f_valid)
    assume (request_valid_i && request_i == f_request && select_i == f_select);

  // Slaves whose answers are owed, oldest first.
  reg [SelectWidth*(Depth+1)-1:0] f_order, f_next;
  reg [31:0] f_count, f_left;
  always @* begin
    f_next = f_order;
    f_left = f_count;
    if (response_valid_o && response_ready_i) begin
      f_next = f_next >> SelectWidth;
      f_left = f_left - 1;
    end
    if (request_valid_i && request_ready_o) begin
      f_next[f_left*SelectWidth +: SelectWidth] = select_i;
      f_left = f_left + 1;
    end
  end
  always @(posedge clk_i) begin
    f_order <= f_next;
    f_count <= rst_ni ? f_left : 32'd0;
  end

  wire [SelectWidth-1:0] f_head = f_order[SelectWidth-1:0];
  integer f_i;
  always @* if (f_begun && rst_ni) begin
    // A request goes to its slave alone, when there is room to note it.
    for (f_i = 0; f_i < Slaves; f_i = f_i + 1)
      assert (request_valid_o[f_i] == (request_valid_i && f_i == select_i && f_count < Depth));
    assert (request_o == request_i);
    assert (!request_valid_i || request_ready_o == (request_ready_i[select_i] && f_count < Depth));
    // The answer is that of the oldest request's slave; it is taken from no other.
    assert (response_valid_o == (f_count != 0 && response_valid_i[f_head]));
    assert (!response_valid_o || response_o == response_i[f_head*33 +: 33]);
    for (f_i = 0; f_i < Slaves; f_i = f_i + 1)
      assert (response_ready_o[f_i] == (f_count != 0 && f_i == f_head && response_ready_i));
    // for the induction
    assert (f_count <= Depth);
    assert (f_count == 32'(count));
  end
  always @(posedge clk_i) cover (f_begun && rst_ni && f_count == Depth && response_valid_o);
