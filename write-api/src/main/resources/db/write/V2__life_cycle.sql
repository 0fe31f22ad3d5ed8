-- Orders are placed, processed, shipped and delivered; coupons take a share off. Rows of before stay as they are.

set local lock_timeout = '5s';
alter table orders
  drop constraint orders_status_check,
  add constraint orders_status_check
    check (status in ('CREATED', 'PLACED', 'PROCESSING', 'IN_TRANSIT', 'DELIVERED', 'CANCELLED')),
  add column coupon_code     text,
  add column coupon_percent  smallint      check (coupon_percent between 1 and 100),
  add column discount        numeric(14,2) not null default 0 check (discount >= 0),
  add column carrier         text,
  add column tracking_number text,
  add check ((coupon_code is null) = (coupon_percent is null)),
  add check ((carrier is null) = (tracking_number is null)),
  add check (not erased or (coupon_code is null and carrier is null));

-- line_no names a line for good: the version of the order that brought it.
