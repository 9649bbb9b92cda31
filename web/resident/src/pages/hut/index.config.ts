export default definePageConfig({ navigationBarTitleText: '小屋' })
