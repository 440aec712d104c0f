
  // --- properties -------------------------------------------------------------------------
  // The first cycle is a reset; later ones may be.
  reg f_begun = 1'b0;
  always @(posedge clk_i) f_begun <= 1'b1;
  always @* if (!f_begun) assume (!rst_ni);
