"""The pages in a real browser (Debian's Chromium): what people see and can do, with and without JavaScript, wide and narrow."""
